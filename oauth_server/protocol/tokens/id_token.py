"""The ID token: signed, handed out, never stored (OpenID Connect Core section 2)."""

import hashlib
import json
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from oauth_server.protocol import keys


def issue(
    *,
    user: Any,
    client_id: str,
    scope: frozenset[str],
    nonce: str,
    auth_time: datetime | None,
    acr: str,
    amr: Sequence[str],
    sid: UUID | None,
    access_token: str | None,
) -> str:
    """Return a signed ID token (RS256) for `user.subject`; claims about the person are for userinfo to give.

    `scope` is what was granted; `access_token` gives `at_hash` (section 3.1.3.6). Lifetime: settings.ID_TOKEN_LIFETIME.
    """
    now = timezone.now()
    optional: dict[str, Any] = {
        "nonce": nonce,
        "auth_time": int(auth_time.timestamp()) if auth_time else None,
        "acr": acr,
        "amr": list(amr),
        "sid": str(sid) if sid else None,
        "at_hash": half_hash(access_token) if access_token else None,
    }
    claims = {
        "iss": settings.ISSUER,
        "sub": str(user.subject),
        "aud": client_id,
        "iat": int(now.timestamp()),
        "exp": int((now + settings.ID_TOKEN_LIFETIME).timestamp()),
        **{name: value for name, value in optional.items() if value},
    }
    return signed({"typ": "JWT"}, claims)


def read_hint(token: str) -> dict[str, Any] | None:
    """Return the claims of an ID token that we signed, expired or not (RP-Initiated Logout section 2), else None."""
    try:
        found = jws.deserialize_compact(token, _key_set(), algorithms=[keys.SIGNING_ALGORITHM])
        claims = json.loads(found.payload)
    except (JoseError, ValueError):
        return None
    genuine = isinstance(claims, dict) and claims.get("iss") == settings.ISSUER and found.headers().get("typ") == "JWT"
    return claims if genuine else None


def half_hash(value: str) -> str:
    """Return the left half of the SHA-256, base64url without padding."""
    return _base64url(hashlib.sha256(value.encode("ascii")).digest()[:16])


def signed(header: dict[str, str], claims: dict[str, Any]) -> str:
    """Return a JWS in compact form under the active key (RFC 7515 section 7.1)."""
    kid = keys.active_kid()
    full_header = {"alg": keys.SIGNING_ALGORITHM, "kid": kid, **header}
    signing_input = f"{_json(full_header)}.{_json(claims)}".encode("ascii")
    return f"{signing_input.decode()}.{_base64url(keys.sign(kid, signing_input))}"


def _key_set() -> KeySet:
    return KeySet.import_key_set({"keys": keys.public_keys()})


def _json(value: dict[str, Any]) -> str:
    return _base64url(json.dumps(value, separators=(",", ":")).encode())


def _base64url(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()
