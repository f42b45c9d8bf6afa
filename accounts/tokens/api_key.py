"""API keys: a fixed prefix, 190 random bits and a checksum, kept as a digest (contract: First-party credentials)."""

import hashlib
import re
import secrets
import string
from datetime import timedelta
from typing import Final
from zlib import crc32

from django.utils import timezone

from accounts.models import ApiKey
from accounts.tokens.standing import Ownerless, Standing, look_up
from oauth_server.vocabulary import AccessTokenFacts, RefusalReason, TokenRefused

PREFIX: Final = "osk_"
"""What scanners of leaked secrets look for."""
_ALPHABET: Final = string.digits + string.ascii_uppercase + string.ascii_lowercase
_RANDOM: Final = 32
"""Characters of 5.95 bits each."""
_CHECKSUM: Final = 6
_HINT: Final = len(PREFIX) + 8
_FORM: Final = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{_RANDOM + _CHECKSUM}}}")
_TOUCH_EVERY: Final = timedelta(minutes=5)


def generate() -> str:
    """Return a new key: `osk_`, 32 random characters of base 62, and six that are the CRC-32 of all before them."""
    body = PREFIX + "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM))
    return body + _checksum(body)


def well_formed(key: str) -> bool:
    """Return whether prefix, length and checksum are right: what was mistyped or cut off costs no statement."""
    return _FORM.fullmatch(key) is not None and key[-_CHECKSUM:] == _checksum(key[:-_CHECKSUM])


def digest(key: str) -> str:
    """Return what is stored; the key is random, so that one SHA-256 is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


def hint(key: str) -> str:
    """Return the first characters, by which people tell their keys apart; 142 bits of the rest stay unknown."""
    return key[:_HINT]


def verify(key: str) -> AccessTokenFacts:
    """Return what a key stands for, with no user for a service's; raise TokenRefused.

    One statement, and a write at most every five minutes.
    """
    if not well_formed(key):
        raise TokenRefused(RefusalReason.MALFORMED)
    found = look_up(ApiKey, "digest", digest(key))
    if found is None:
        raise TokenRefused(RefusalReason.UNKNOWN)
    _refuse_unless_good(found)
    row, now = found.credential, timezone.now()
    if row["last_used"] is None or now - row["last_used"] >= _TOUCH_EVERY:
        ApiKey.objects.filter(pk=row["id"]).update(last_used=now)
    return AccessTokenFacts(
        user=found.user if isinstance(found, Standing) else None,
        roles=found.roles if isinstance(found, Standing) else frozenset(),
        client_id=row["hint"],
        client_name=row["name"],
        scopes=frozenset(row["scopes"]),
        expires=row["expires"],
    )


def _refuse_unless_good(found: Standing | Ownerless) -> None:
    if found.credential["revoked_at"] is not None:
        raise TokenRefused(RefusalReason.REVOKED)
    if isinstance(found, Standing):
        found.refuse_if_behind()
    if timezone.now() >= found.credential["expires"]:
        raise TokenRefused(RefusalReason.EXPIRED)


def _checksum(text: str) -> str:
    number, letters = crc32(text.encode()), ""
    for _ in range(_CHECKSUM):
        number, remainder = divmod(number, len(_ALPHABET))
        letters = _ALPHABET[remainder] + letters
    return letters
