"""What a client signs: assertions (RFC 7523), requests (RFC 9101) and proofs of possession (RFC 9449)."""

import hashlib
import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any, Final

from joserfc import jwt
from joserfc.jwk import ECKey

LIFETIME: Final = 60
"""Seconds that an assertion is good: it is presented at once."""


def assertion(key: Mapping[str, Any], *, client_id: str, issuer: str) -> str:
    """Return a statement of the client about itself for the server that `issuer` names, good once."""
    return _signed(key, {"iss": client_id, "sub": client_id, "aud": issuer}, {})


def request_object(key: Mapping[str, Any], parameters: Mapping[str, str], *, issuer: str) -> str:
    """Return an authorization request that nobody on its way can change."""
    claims = {"iss": parameters["client_id"], "aud": issuer, **parameters}
    return _signed(key, claims, {"typ": "oauth-authz-req+jwt"})


class Prover:
    """Holds a key pair of its own, which tokens are bound to, and remembers the server's nonce."""

    def __init__(self) -> None:
        self.key = ECKey.generate_key("P-256")
        self.nonce: str | None = None

    @property
    def thumbprint(self) -> str:
        """Return what names the key (RFC 7638)."""
        return self.key.thumbprint()

    def proof(self, method: str, url: str, token: str | None = None) -> str:
        """Return a proof for one request, and for the access token that it carries."""
        digest = urlsafe_b64encode(hashlib.sha256(token.encode()).digest()).decode().rstrip("=") if token else None
        claims = {"jti": _fresh(), "htm": method, "htu": url, "iat": int(time.time()), "nonce": self.nonce}
        header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": self.key.as_dict(private=False)}
        said = {name: value for name, value in {**claims, "ath": digest}.items() if value is not None}
        return jwt.encode(header, said, self.key)


def _signed(key: Mapping[str, Any], claims: Mapping[str, Any], header: Mapping[str, str]) -> str:
    now = int(time.time())
    said = {**claims, "nbf": now, "iat": now, "exp": now + LIFETIME, "jti": _fresh()}
    return jwt.encode({"alg": "ES256", "kid": key["kid"], **header}, said, ECKey.import_key(dict(key)))


def _fresh() -> str:
    return secrets.token_urlsafe(24)
