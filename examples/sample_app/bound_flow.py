"""Code flow of a client with keys: pushed requests, assertions, bound tokens (RFC 9126, RFC 7523, RFC 9449)."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from requests import Response, Session

from examples.sample_app.code_flow import CodeFlow, Party, Pending, SignInError
from examples.sample_app.proofs import Prover, assertion, request_object
from examples.sample_app.visits import Run
from examples.sample_app.wire import TIMEOUT, recorded

JWT_BEARER: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class BoundFlow(CodeFlow):
    """`CodeFlow` with nothing on its way that could be used if it were stolen. `signed`: the request is signed too."""

    def __init__(self, party: Party, run: Run, key: Mapping[str, Any], *, signed: bool) -> None:
        super().__init__(party, run)
        self.key, self.signed, self.prover = key, signed, Prover()

    def authorization_request(self, pending: Pending) -> str:
        """Push the request, and return an address that holds nothing but a reference to it (RFC 9126 section 4)."""
        metadata = self.load_server_metadata()
        asked = {
            "client_id": self.client_id,
            "response_type": "code",
            "redirect_uri": self.party.redirect_uri,
            "scope": self.party.scope,
            "state": pending.state,
            "nonce": pending.nonce,
            "code_challenge": create_s256_code_challenge(pending.code_verifier),
            "code_challenge_method": "S256",
            "resource": self.party.resource,
            "dpop_jkt": self.prover.thumbprint,
        }
        if self.signed:
            signed = request_object(self.key, asked, issuer=self.party.issuer)
            asked = {"client_id": self.client_id, "request": signed}
        with recorded(Session(), self.run) as session:
            endpoint = metadata["pushed_authorization_request_endpoint"]
            pushed = _good(session.post(endpoint, data=self._proven(asked), timeout=TIMEOUT))
        query = {"client_id": self.client_id, "request_uri": pushed["request_uri"]}
        return f"{metadata['authorization_endpoint']}?{urlencode(query)}"

    def exchange(self, code: str, pending: Pending) -> dict[str, Any]:
        """Return the token response for a code, presented with the key that it is bound to."""
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": self.party.redirect_uri}
        return self._tokens({**form, "code_verifier": pending.code_verifier})

    def refresh(self) -> None:
        """Get a fresh access token; the refresh token stays as it is (FAPI 2.0 section 5.3.2.1)."""
        self.token |= self._tokens({"grant_type": "refresh_token", "refresh_token": self.token["refresh_token"]})

    def call(self, method: str, url: str, body: Mapping[str, Any] | None = None, **headers: str) -> Response:
        """Call the API with the token and a proof for this very call."""
        return self._prove(method, url, token=str(self.token["access_token"]), body=body, headers=headers)

    def _tokens(self, form: Mapping[str, str]) -> dict[str, Any]:
        return _good(self._prove("POST", self.load_server_metadata()["token_endpoint"], form=form))

    def _prove(
        self,
        method: str,
        url: str,
        *,
        token: str | None = None,
        form: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Send a proof with a request; once more, everything fresh, where the server asks for its nonce."""
        answer = self._send(method, url, token, form, body, headers or {})
        if _wants_nonce(answer):
            answer = self._send(method, url, token, form, body, headers or {})
        return answer

    def _send(
        self,
        method: str,
        url: str,
        token: str | None,
        form: Mapping[str, str] | None,
        body: Mapping[str, Any] | None,
        headers: Mapping[str, str],
    ) -> Response:
        told = {**headers, "DPoP": self.prover.proof(method, url, token)}
        if token:
            told["Authorization"] = f"DPoP {token}"
        data = self._proven(form) if form else None
        with recorded(Session(), self.run) as session:
            answer = session.request(method, url, headers=told, data=data, json=body, timeout=TIMEOUT)
        self.prover.nonce = answer.headers.get("DPoP-Nonce", self.prover.nonce)
        return answer

    def _proven(self, form: Mapping[str, str]) -> dict[str, str]:
        signed = assertion(self.key, client_id=self.client_id, issuer=self.party.issuer)
        return {**form, "client_id": self.client_id, "client_assertion_type": JWT_BEARER, "client_assertion": signed}


def _wants_nonce(answer: Response) -> bool:
    challenge = answer.headers.get("WWW-Authenticate", "")
    return answer.status_code in {400, 401} and "use_dpop_nonce" in challenge + answer.text


def _good(answer: Response) -> dict[str, Any]:
    content: dict[str, Any] = answer.json()
    if not answer.ok:
        raise SignInError(f"{content.get('error')}: {content.get('error_description')}")
    return content
