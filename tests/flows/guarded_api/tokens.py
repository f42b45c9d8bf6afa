"""Tokens that look like something that the API might take, and the refusal that they must meet."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

from tests.flows.guarded_api.callers import with_header
from tests.flows.oauth import ISSUER

WHOAMI = "/api/whoami/"


def encode(part: Any) -> str:
    """Return the base64url form of bytes, or of JSON."""
    octets = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def forged(claims: dict[str, Any], key: bytes, **header: Any) -> str:
    """Return a JWT with an HMAC by `key`, whatever its header says."""
    signing_input = f"{encode({'typ': 'JWT', 'alg': 'HS256', **header})}.{encode(claims)}"
    return f"{signing_input}.{encode(hmac.digest(key, signing_input.encode(), hashlib.sha256))}"


def access_claims(subject: str, sid: str) -> dict[str, Any]:
    """Return the claims of a first-party access token."""
    now = int(time.time())
    return {
        "token_type": "access",
        "iss": ISSUER,
        "aud": f"{ISSUER}/api",
        "iat": now,
        "exp": now + 300,
        "jti": "0" * 32,
        "user_id": subject,
        "sid": sid,
        "roles": ["Admin"],
    }


def refused(token: str, path: str = WHOAMI) -> None:
    """Assert that the token is refused in either scheme (RFC 6750 section 3.1)."""
    for scheme in ("Bearer", "Token"):
        response = with_header(f"{scheme} {token}").get(path)
        assert response.status_code == 401, response.content
        assert 'error="invalid_token"' in response["WWW-Authenticate"] or scheme == "Token"
