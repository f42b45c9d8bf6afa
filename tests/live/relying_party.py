"""Authlib as a relying party of the live server: what a third party runs, knowing the metadata and nothing else."""

import secrets
from dataclasses import dataclass
from typing import Any

from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.client_keys import ClientKey
from tests.live.person import Person, parameters_of
from tests.live.server import LiveServer

TIMEOUT = 10
BASIC, POST, NONE = "client_secret_basic", "client_secret_post", "none"


@dataclass
class SignIn:
    """An authorization request on its way: where the browser goes, and what the answer is held to."""

    url: str
    state: str
    nonce: str
    verifier: str


class RelyingParty:
    """One registered client, of the demo by its name, or as it was told when it was registered.

    `redirect_uri` is the first registered one unless another is given; `key` signs for a client without a secret.
    """

    def __init__(
        self,
        server: LiveServer,
        client: str | dict[str, Any],
        *,
        redirect_uri: str = "",
        method: str = "",
        key: ClientKey | None = None,
    ) -> None:
        self.server, self.key = server, key
        self.client = server.client(client) if isinstance(client, str) else client
        self.client_id: str = self.client["client_id"]
        self.client_secret: Any = self.client.get("client_secret")
        self.redirect_uri = redirect_uri or next(iter(self.client["redirect_uris"]), "")
        self.method = method or (PrivateKeyJWT.name if key else BASIC if self.client_secret else NONE)
        self.metadata: dict[str, Any] = self.get(f"{server.issuer}/.well-known/openid-configuration").json()

    def session(self, token: dict[str, Any] | None = None, scope: str | None = None) -> OAuth2Session:
        """Return Authlib's session, which its user closes."""
        session = OAuth2Session(
            self.client_id,
            self.key.private if self.key else self.client_secret,
            token_endpoint_auth_method=self.method,
            revocation_endpoint_auth_method=self.method,
            redirect_uri=self.redirect_uri or None,
            code_challenge_method="S256",
            scope=scope,
            token=token,
            default_timeout=TIMEOUT,
        )
        if self.key:
            session.register_client_auth_method(PrivateKeyJWT(self.server.issuer, alg=self.key.algorithm))
        session.verify, session.trust_env = self.server.verify, False
        return session

    def fetch(self, grant_type: str, headers: dict[str, str] | None = None, **form: str) -> dict[str, Any]:
        """Ask the token endpoint by any grant; raises Authlib's OAuthError where it is refused."""
        with self.session() as session:
            endpoint = self.metadata["token_endpoint"]
            return dict(session.fetch_token(endpoint, grant_type=grant_type, headers=headers, **form))

    def post(self, endpoint: str, form: dict[str, Any], **headers: str) -> Any:
        """Post a form to another endpoint of clients, by its name in the metadata."""
        with self.session() as session:
            proof = session.client_auth(self.method)
            return session.post(self.metadata[endpoint], data=form, headers=headers, auth=proof, withhold_token=True)

    def request(self, scope: str, **parameters: str) -> SignIn:
        """Build an authorization request."""
        nonce, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
        with self.session(scope=scope) as session:
            url, state = session.create_authorization_url(
                self.metadata["authorization_endpoint"], nonce=nonce, code_verifier=verifier, **parameters
            )
        return SignIn(url, state, nonce, verifier)

    def exchange(self, answer: str, sign_in: SignIn) -> dict[str, Any]:
        """Check the authorization response, and exchange its code."""
        told = parameters_of(answer)
        assert told["iss"] == self.metadata["issuer"]
        assert told["state"] == sign_in.state
        with self.session() as session:
            token = session.fetch_token(
                self.metadata["token_endpoint"], code=told["code"], code_verifier=sign_in.verifier
            )
        return dict(token)

    def tokens(self, person: Person, scope: str = "openid account:read") -> dict[str, Any]:
        """Run the whole flow with a person."""
        sign_in = self.request(scope)
        return self.exchange(person.authorize(sign_in.url), sign_in)

    def id_token(self, token: dict[str, Any], nonce: str | None = None) -> dict[str, Any]:
        """Verify the ID token by the published keys, as OpenID Connect Core section 3.1.3.7 says; return its claims."""
        keys = KeySet.import_key_set(self.get(self.metadata["jwks_uri"]).json())
        decoded = jwt.decode(token["id_token"], keys, algorithms=["RS256"])
        expected = {"iss": {"essential": True, "value": self.metadata["issuer"]}, "sub": {"essential": True}}
        asked = {"client_id": self.client_id, "access_token": token["access_token"], "nonce": nonce}
        claims = CodeIDToken(decoded.claims, decoded.header, expected, asked)
        claims.validate(leeway=0)
        return dict(claims)

    def refresh(self, refresh_token: str) -> dict[str, Any]:
        """Present a refresh token; raises Authlib's OAuthError where it is refused."""
        with self.session() as session:
            return dict(session.refresh_token(self.metadata["token_endpoint"], refresh_token=refresh_token))

    def userinfo(self, token: dict[str, Any]) -> Any:
        """Call the userinfo endpoint."""
        return self.get(self.metadata["userinfo_endpoint"], token)

    def api(self, path: str, token: dict[str, Any]) -> Any:
        """Call the guarded API."""
        return self.get(f"{self.server.issuer}{path}", token)

    def introspect(self, token: str) -> dict[str, Any]:
        """Ask the introspection endpoint about a token."""
        with self.session() as session:
            answer = session.introspect_token(self.metadata["introspection_endpoint"], token=token)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def revoke(self, token: str, hint: str | None = None) -> Any:
        """Revoke a token."""
        with self.session() as session:
            return session.revoke_token(self.metadata["revocation_endpoint"], token=token, token_type_hint=hint)

    def get(self, url: str, token: dict[str, Any] | None = None) -> Any:
        """GET an address, with the access token where there is one."""
        with self.session(token) as session:
            return session.get(url, withhold_token=token is None)
