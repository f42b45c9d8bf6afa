"""The ID token: signed, handed out, never stored (OpenID Connect Core section 2)."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from oauth_server.protocol.tokens import jws
from oauth_server.vocabulary import MediaType, SigningAlgorithm


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
    algorithm: SigningAlgorithm = SigningAlgorithm.RS256,
) -> str:
    """Return a signed ID token for `user.subject`; claims about the person are for userinfo to give.

    `scope` is what was granted; `access_token` gives `at_hash` (section 3.1.3.6). Lifetime: settings.ID_TOKEN_LIFETIME.
    """
    now = timezone.now()
    optional: dict[str, Any] = {
        "nonce": nonce,
        "auth_time": int(auth_time.timestamp()) if auth_time else None,
        "acr": acr,
        "amr": list(amr),
        "sid": str(sid) if sid else None,
        "at_hash": half_hash(access_token, algorithm) if access_token else None,
    }
    claims = {
        "iss": settings.ISSUER,
        "sub": str(user.subject),
        "aud": client_id,
        "iat": int(now.timestamp()),
        "exp": int((now + settings.ID_TOKEN_LIFETIME).timestamp()),
        **{name: value for name, value in optional.items() if value},
    }
    return jws.sign(claims, typ=MediaType.ID_TOKEN, algorithm=algorithm)


def read_hint(token: str) -> dict[str, Any] | None:
    """Return the claims of an ID token that we signed, expired or not (RP-Initiated Logout section 2), else None."""
    return jws.read(token, typ=MediaType.ID_TOKEN)


def half_hash(value: str, algorithm: SigningAlgorithm) -> str:
    """Return the left half of the hash that the algorithm signs by, base64url (section 3.1.3.6).

    Ed25519 hashes by SHA-512 (RFC 8032 section 5.1); the others here by SHA-256.
    """
    hashed = hashlib.sha512 if algorithm == SigningAlgorithm.EDDSA else hashlib.sha256
    digest = hashed(value.encode("ascii")).digest()
    return jws.base64url(digest[: len(digest) // 2])
