"""The protocol side: discovery, code with PKCE, ID token, refresh, API, sign-out (OpenID Connect Core 3.1)."""

import secrets
from typing import Any, Final
from urllib.parse import parse_qs, urlencode

from authlib.integrations.base_client.sync_openid import OpenIDMixin
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.discovery import get_well_known_url

from examples.sample_app.configuration import SCOPE, Configuration
from examples.sample_app.visits import Pending

TIMEOUT: Final = 10
"""Seconds that the authorization server may take to answer."""


class SignInError(Exception):
    """The authorization response was not for us, or the server refused; the message is for the visitor."""


class RelyingParty(OpenIDMixin):
    """One registered client at one authorization server; holds no visitor's state."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        self.client_id = configuration.client_id
        self.server_metadata: dict[str, Any] = {}

    def load_server_metadata(self) -> dict[str, Any]:
        """Return the server's metadata, read once; refuse a document of another issuer (Discovery section 4.3)."""
        if not self.server_metadata:
            url = get_well_known_url(self.configuration.issuer, external=True)
            with self._get_session() as session:
                answer = session.get(url, withhold_token=True)
            answer.raise_for_status()
            metadata: dict[str, Any] = answer.json()
            if metadata.get("issuer") != self.configuration.issuer:
                raise SignInError("The server's metadata names another issuer.")
            self.server_metadata = metadata
        return self.server_metadata

    def authorization_request(self) -> tuple[str, Pending]:
        """Return the address to send the browser to, and what its answer will be held to."""
        pending = Pending(*(secrets.token_urlsafe(length) for length in (32, 32, 48)))
        with self._get_session() as session:
            url, _ = session.create_authorization_url(
                self.load_server_metadata()["authorization_endpoint"],
                state=pending.state,
                nonce=pending.nonce,
                code_verifier=pending.code_verifier,
                resource=self.configuration.resource,
            )
        return str(url), pending

    def code_of(self, query: str, pending: Pending | None) -> str:
        """Return the code of an authorization response; raise SignInError unless `state` and `iss` (RFC 9207) fit."""
        answer = {name: values[0] for name, values in parse_qs(query).items()}
        if pending is None or not secrets.compare_digest(answer.get("state", "").encode(), pending.state.encode()):
            raise SignInError("This answer belongs to no request of this browser. Please start again.")
        if answer.get("iss") != self.configuration.issuer:
            raise SignInError("This answer came from another server.")
        if answer.get("error") == "access_denied":
            raise SignInError("You did not allow it, so this application was given nothing.")
        if "error" in answer:
            raise SignInError(f"{answer['error']}: {answer.get('error_description', 'the server gave no reason')}")
        return answer.get("code", "")

    def exchange(self, code: str, pending: Pending) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the token response and the claims of its ID token, verified by the server's published keys."""
        with self._get_session() as session:
            token = session.fetch_token(
                self.load_server_metadata()["token_endpoint"], code=code, code_verifier=pending.code_verifier
            )
        return dict(token), dict(self.parse_id_token(token, nonce=pending.nonce))

    def refresh(self, token: dict[str, Any]) -> dict[str, Any]:
        """Return a new token response for the refresh token of the old one (RFC 6749 section 6)."""
        with self._get_session(scope=None) as session:
            fresh = session.refresh_token(
                self.load_server_metadata()["token_endpoint"], refresh_token=token.get("refresh_token", "")
            )
        return {**token, **fresh}

    def userinfo_of(self, token: dict[str, Any], subject: str) -> dict[str, Any]:
        """Return the claims of the userinfo endpoint; refuse those of another person (OpenID Connect Core 5.3.2)."""
        with self._get_session() as session:
            session.token = token
            answer = session.get(self.load_server_metadata()["userinfo_endpoint"])
        answer.raise_for_status()
        claims: dict[str, Any] = answer.json()
        if claims.get("sub") != subject:
            raise SignInError("The userinfo endpoint spoke of somebody else.")
        return claims

    def call(
        self, method: str, path: str, token: dict[str, Any], body: dict[str, str] | None = None
    ) -> tuple[int, str]:
        """Call the guarded API with the access token, in the header (RFC 6750 section 2.1); return status and body."""
        with self._get_session() as session:
            answer = session.request(
                method,
                f"{self.configuration.issuer}{path}",
                withhold_token=True,
                headers={"Authorization": f"Bearer {token.get('access_token', '')}"},
                json=body,
            )
        return answer.status_code, answer.text

    def end_session_address(self, token: dict[str, Any], state: str) -> str:
        """Return where the browser signs out at the server as well (OpenID Connect RP-Initiated Logout)."""
        endpoint = self.load_server_metadata()["end_session_endpoint"]
        query = {
            "id_token_hint": token.get("id_token", ""),
            "client_id": self.client_id,
            "post_logout_redirect_uri": f"{self.configuration.origin}/",
            "state": state,
        }
        return f"{endpoint}?{urlencode(query)}"

    def _get_session(self, scope: str | None = SCOPE) -> OAuth2Session:
        return OAuth2Session(
            self.client_id,
            self.configuration.client_secret,
            token_endpoint_auth_method="client_secret_basic",  # noqa: S106 - the name of a method, no secret
            scope=scope,
            redirect_uri=self.configuration.redirect_uri,
            code_challenge_method="S256",
            default_timeout=TIMEOUT,
        )
