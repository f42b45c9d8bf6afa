"""The protocol side: discovery, code with PKCE, ID token, refresh, API, sign-out (OpenID Connect Core section 3.1)."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs, urlencode

from authlib.integrations.base_client.sync_openid import OpenIDMixin
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.discovery import get_well_known_url
from requests import Response

from examples.sample_app.visits import Run
from examples.sample_app.wire import TIMEOUT, came, recorded, went

ANSWER_FOR_OTHERS: Final = "This answer belongs to no request of this browser. Please start again."


class SignInError(Exception):
    """The authorization response was not for us, or the server refused; the message is for the visitor."""


@dataclass(frozen=True, slots=True)
class Party:
    """One registered client at one authorization server, and what it asks for."""

    issuer: str
    client_id: str
    redirect_uri: str
    scope: str
    resource: str
    client_secret: str | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """An authorization request on its way: what the answer must match (RFC 6749 section 10.12, RFC 7636)."""

    state: str
    nonce: str
    code_verifier: str


class CodeFlow(OpenIDMixin):
    """One visitor's way through the flow; every exchange is told in `run`."""

    def __init__(self, party: Party, run: Run) -> None:
        self.party, self.run = party, run
        self.client_id = party.client_id
        self.server_metadata: dict[str, Any] = {}
        self.pending: Pending | None = None
        self.token: dict[str, Any] = {}

    def load_server_metadata(self) -> dict[str, Any]:
        """Return the server's metadata, read once; refuse a document of another issuer (Discovery section 4.3)."""
        if not self.server_metadata:
            with self._get_session() as session:
                answer = session.get(get_well_known_url(self.party.issuer, external=True), withhold_token=True)
            answer.raise_for_status()
            metadata: dict[str, Any] = answer.json()
            if metadata.get("issuer") != self.party.issuer:
                raise SignInError("The server's metadata names another issuer.")
            self.server_metadata = metadata
        return self.server_metadata

    def begin(self) -> str:
        """Return the address to send the browser to; its answer will be held to what is pending."""
        self.pending = Pending(*(secrets.token_urlsafe(length) for length in (32, 32, 48)))
        url = self.authorization_request(self.pending)
        says = "The application sends the browser to the server, where the person signs in and decides."
        self.run.record(went("Authorization request", url, says, "RFC 6749 section 4.1.1"))
        return url

    def authorization_request(self, pending: Pending) -> str:
        """Return the address of the authorization request."""
        with self._get_session() as session:
            url, _ = session.create_authorization_url(
                self.load_server_metadata()["authorization_endpoint"],
                state=pending.state,
                nonce=pending.nonce,
                code_verifier=pending.code_verifier,
                resource=self.party.resource,
            )
        return str(url)

    def finish(self, query: str) -> dict[str, Any]:
        """Take the answer of the browser, exchange its code, and return the claims of the ID token, if there is one."""
        pending, self.pending = self.pending, None
        if pending is None:
            raise SignInError(ANSWER_FOR_OTHERS)
        says = (
            "The person decided. The browser brings a code, which alone opens nothing, or the word why there is none."
        )
        self.run.record(came("Authorization response", self.party.redirect_uri, query, says, "RFC 6749 section 4.1.2"))
        self.token = self.exchange(self._code_of(query, pending), pending)
        return dict(self.parse_id_token(self.token, nonce=pending.nonce) or {})

    def exchange(self, code: str, pending: Pending) -> dict[str, Any]:
        """Return the token response for a code."""
        endpoint = self.load_server_metadata()["token_endpoint"]
        with self._get_session() as session:
            return dict(session.fetch_token(endpoint, code=code, code_verifier=pending.code_verifier))

    def refresh(self) -> None:
        """Replace the tokens by those that the refresh token gives (RFC 6749 section 6)."""
        endpoint, old = self.load_server_metadata()["token_endpoint"], self.token.get("refresh_token", "")
        with self._get_session(scope=None) as session:
            self.token = {**self.token, **session.refresh_token(endpoint, refresh_token=old)}

    def userinfo_of(self, subject: str) -> dict[str, Any]:
        """Return the claims of the userinfo endpoint; refuse those of another person (OpenID Connect Core 5.3.2)."""
        answer = self.call("GET", self.load_server_metadata()["userinfo_endpoint"])
        answer.raise_for_status()
        claims: dict[str, Any] = answer.json()
        if claims.get("sub") != subject:
            raise SignInError("The userinfo endpoint spoke of somebody else.")
        return claims

    def call(self, method: str, url: str, body: Mapping[str, Any] | None = None, **headers: str) -> Response:
        """Call the API with the access token, in the header and nowhere else (RFC 6750 section 2.1)."""
        bearer = {"Authorization": f"Bearer {self.token.get('access_token', '')}"}
        with self._get_session() as session:
            answer: Response = session.request(method, url, withhold_token=True, headers=bearer | headers, json=body)
        return answer

    def end_session_address(self, back: str, state: str) -> str:
        """Return where the browser signs out at the server as well (OpenID Connect RP-Initiated Logout section 2)."""
        query = {
            "id_token_hint": self.token.get("id_token", ""),
            "client_id": self.client_id,
            "post_logout_redirect_uri": back,
            "state": state,
        }
        return f"{self.load_server_metadata()['end_session_endpoint']}?{urlencode(query)}"

    def _code_of(self, query: str, pending: Pending) -> str:
        """Return the code of an authorization response; raise SignInError unless `state` and `iss` (RFC 9207) fit."""
        answer = {name: values[0] for name, values in parse_qs(query).items()}
        if not secrets.compare_digest(answer.get("state", "").encode(), pending.state.encode()):
            raise SignInError(ANSWER_FOR_OTHERS)
        if answer.get("iss") != self.party.issuer:
            raise SignInError("This answer came from another server.")
        if answer.get("error") == "access_denied":
            raise SignInError("You did not allow it, so this application was given nothing.")
        if "error" in answer:
            raise SignInError(f"{answer['error']}: {answer.get('error_description', 'the server gave no reason')}")
        return answer.get("code", "")

    def _get_session(self, **changes: Any) -> OAuth2Session:
        party = self.party
        session = OAuth2Session(
            party.client_id,
            party.client_secret,
            redirect_uri=party.redirect_uri,
            code_challenge_method="S256",
            default_timeout=TIMEOUT,
            **{"scope": party.scope, **changes},
        )
        return recorded(session, self.run)
