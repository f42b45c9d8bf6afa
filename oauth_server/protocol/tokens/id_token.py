"""The ID token: signed, handed out, never stored (OpenID Connect Core section 2)."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from oauth_server.protocol.tokens import jws
from oauth_server.vocabulary import MediaType, SigningAlgorithm

REQUIRED: Final = ("iss", "sub", "aud", "exp", "iat")
"""What every ID token says. Userinfo (section 5.3.2) and authorization responses (JARM section 2.1) have its `typ`,
and never all of these."""
OPTIONAL: Final = ("auth_time", "acr", "amr", "sid", "nonce", "at_hash")
"""What it says beside, where that is known; claims about the person come on top."""


def issue(
    *,
    subject: str,
    client_id: str,
    claims: Mapping[str, Any],
    nonce: str,
    auth_time: datetime | None,
    acr: str,
    amr: Sequence[str],
    sid: str | None,
    access_token: str | None,
    algorithm: SigningAlgorithm = SigningAlgorithm.RS256,
) -> str:
    """Return a signed ID token; `claims` about the person are those that were asked for one by one (section 5.5), all
    others are for userinfo to give.

    `subject` and `sid` are what this client knows; `access_token` gives `at_hash` (section 3.1.3.6).
    Lifetime: settings.ID_TOKEN_LIFETIME.
    """
    now = timezone.now()
    optional: dict[str, Any] = {
        "nonce": nonce,
        "auth_time": int(auth_time.timestamp()) if auth_time else None,
        "acr": acr,
        "amr": list(amr),
        "sid": sid,
        "at_hash": half_hash(access_token, algorithm) if access_token else None,
    }
    stated = {
        **claims,
        "iss": settings.ISSUER,
        "sub": subject,
        "aud": client_id,
        "iat": int(now.timestamp()),
        "exp": int((now + settings.ID_TOKEN_LIFETIME).timestamp()),
        **{name: value for name, value in optional.items() if value},
    }
    return jws.sign(stated, typ=MediaType.ID_TOKEN, algorithm=algorithm)


def read_hint(token: str) -> dict[str, Any] | None:
    """Return the claims of an ID token that we signed, expired or not (RP-Initiated Logout section 2), else None."""
    claims = jws.read(token, typ=MediaType.ID_TOKEN)
    return claims if claims and claims.keys() >= set(REQUIRED) else None


def half_hash(value: str, algorithm: SigningAlgorithm) -> str:
    """Return the left half of the hash that the algorithm signs by, base64url (section 3.1.3.6).

    Ed25519 hashes by SHA-512 (RFC 8032 section 5.1); the others here by SHA-256.
    """
    hashed = hashlib.sha512 if algorithm == SigningAlgorithm.EDDSA else hashlib.sha256
    digest = hashed(value.encode("ascii")).digest()
    return jws.base64url(digest[: len(digest) // 2])
