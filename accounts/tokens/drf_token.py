"""The DRF token: 40 hexadecimal characters by a keyed hash (RFC 2104) of user and generation, stored as a digest."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import DrfToken, User
from accounts.tokens.standing import read
from oauth_server.vocabulary import AccessTokenFacts, RefusalReason, TokenRefused

IDLE: Final = timedelta(days=30)
ABSOLUTE: Final = timedelta(days=365)
_TOUCH_EVERY: Final = timedelta(days=1)
_SALT: Final = "accounts.tokens.drf_token"
_LENGTH: Final = 40


def verify(key: str) -> AccessTokenFacts:
    """Return whom a key stands for; raise TokenRefused. One statement, and a write at most once a day."""
    standing = read(DrfToken, "digest", _digest(key))
    if standing is None:
        raise TokenRefused(RefusalReason.UNKNOWN)
    token, now = standing.credential, timezone.now()
    if token["revoked_at"] is not None:
        raise TokenRefused(RefusalReason.REVOKED)
    expires = min(token["last_used"] + IDLE, token["created"] + ABSOLUTE)
    if now >= expires:
        raise TokenRefused(RefusalReason.EXPIRED)
    standing.refuse_if_behind()
    if now - token["last_used"] >= _TOUCH_EVERY:
        DrfToken.objects.filter(pk=token["id"]).update(last_used=now)
    return AccessTokenFacts(user=standing.user, roles=standing.roles, expires=expires)


@transaction.atomic
def issue(user: User, *, renew: bool = False) -> str:
    """Return the key of `user`: the same as before while it is good and `renew` is not asked for, else the next one."""
    now = timezone.now()
    row, created = DrfToken.objects.select_for_update().get_or_create(
        user_id=user.pk,
        defaults={"digest": _digest(_key(user, 0)), "credential_epoch": user.credential_epoch},
    )
    if created:
        return _key(user, 0)
    good = (
        row.revoked_at is None
        and row.credential_epoch == user.credential_epoch
        and now < min(row.last_used + IDLE, row.created + ABSOLUTE)
    )
    known = next((key for key in _candidates(user, row.generation) if _digest(key) == row.digest), None)
    if good and known is not None and not renew:
        DrfToken.objects.filter(pk=row.pk).update(last_used=now)
        return known
    row.generation += 1
    key = _key(user, row.generation)
    row.digest, row.credential_epoch = _digest(key), user.credential_epoch
    row.created, row.last_used, row.revoked_at = now, now, None
    row.save()
    return key


def revoke(user: User) -> bool:
    """End the key of `user`; the next one is another. False where there was none."""
    return DrfToken.objects.filter(user_id=user.pk, revoked_at=None).update(revoked_at=timezone.now()) > 0


def _candidates(user: User, generation: int) -> Iterator[str]:
    """Yield the key under the secret of today and under those before it, so that a new SECRET_KEY ends no token."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield _key(user, generation, secret)


def _key(user: User, generation: int, secret: str | None = None) -> str:
    mac = salted_hmac(_SALT, f"{user.subject}:{generation}", secret=secret or settings.SECRET_KEY, algorithm="sha256")
    return mac.hexdigest()[:_LENGTH]


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
