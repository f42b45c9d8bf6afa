"""What this server signs, in compact form (RFC 7515 section 7.1); each kind of token has its own `typ` (RFC 8725)."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from oauth_server.protocol import keys
from oauth_server.vocabulary import MediaType, SigningAlgorithm


def sign(claims: Mapping[str, Any], *, typ: MediaType, algorithm: SigningAlgorithm) -> str:
    """Return `claims` signed under the active key of `algorithm`, without a statement."""
    kid = keys.active_kid(algorithm)
    signing_input = f"{_json({'alg': algorithm, 'typ': typ, 'kid': kid})}.{_json(claims)}".encode("ascii")
    return f"{signing_input.decode()}.{base64url(keys.sign(kid, signing_input))}"


def read(token: str, *, typ: MediaType) -> dict[str, Any] | None:
    """Return the claims of a token of this kind that we signed, expired or not; None for any other."""
    try:
        found = jws.deserialize_compact(token, _key_set(), algorithms=[str(known) for known in SigningAlgorithm])
        claims = json.loads(found.payload)
    except (JoseError, ValueError):
        return None
    genuine = isinstance(claims, dict) and claims.get("iss") == settings.ISSUER and found.headers().get("typ") == typ
    return claims if genuine else None


def base64url(value: bytes) -> str:
    """Return base64url without padding (RFC 7515 section 2)."""
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def _key_set() -> KeySet:
    return KeySet.import_key_set({"keys": keys.public_keys()})


def _json(value: Mapping[str, Any]) -> str:
    return base64url(json.dumps(value, separators=(",", ":")).encode())
