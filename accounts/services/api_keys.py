"""Making and ending API keys: a person's own, and a service's (contract: First-party credentials)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.audit.record import AuditEventName, record
from accounts.models import ApiKey, User
from accounts.services.notices import tell_of_key
from accounts.tokens import api_key
from oauth_server.vocabulary import SCOPES, Scope

LIFETIME: Final = timedelta(days=90)
"""Of a key that names no end."""
LONGEST: Final = timedelta(days=365)
MOST: Final = 50
"""Keys that one person may hold at a time."""
GRANTABLE: Final[tuple[Scope, ...]] = tuple(scope for scope, facts in SCOPES.items() if facts.resource)
"""What a key may be for: the guarded API, never who somebody is."""


class KeyRefused(ValueError):
    """A key cannot be made so; the text says why, to the person who asks, and `field` what is wrong ("": neither)."""

    def __init__(self, why: str, *, field: str = "") -> None:
        super().__init__(why)
        self.field = field


class TooManyKeys(KeyRefused):
    """The person holds as many keys as one may."""


def live_keys(user: User) -> QuerySet[ApiKey]:
    """Return the keys of `user` that are good now, newest first."""
    epoch = user.credential_epoch
    return ApiKey.objects.filter(user=user, revoked_at=None, credential_epoch=epoch, expires__gt=timezone.now())


def check_end(expires: datetime) -> None:
    """Raise KeyRefused for an end that no key may have."""
    now = timezone.now()
    if not now < expires <= now + LONGEST:
        raise KeyRefused(f"A key ends in the future, within {LONGEST.days} days.", field="expires")


@transaction.atomic
def create_personal_key(
    *, user: User, name: str, scopes: Iterable[str], expires: datetime | None = None
) -> tuple[ApiKey, str]:
    """Return a new key of `user` and its row, and mail them; the key itself is not kept.

    The key carries the epoch that the caller's own credential was read with: where the switch was thrown meanwhile,
    the key is dead from the start. Raises TooManyKeys, and KeyRefused for scopes or an end that no key may have.
    """
    # Keys made at once are counted one after the other.
    User.objects.select_for_update(no_key=True).only("pk").get(pk=user.pk)
    if live_keys(user).count() >= MOST:
        raise TooManyKeys(f"One person holds at most {MOST} keys; revoke one first.")
    row, key = _create(user=user, name=name, scopes=scopes, expires=expires)
    tell_of_key(user=user, name=row.name, hint=row.hint, expires=row.expires)
    record(AuditEventName.KEY_MADE, person=user, detail={"key": row.hint, "scopes": row.scopes})
    return row, key


@transaction.atomic
def create_service_key(
    *, name: str, scopes: Iterable[str], by: User | None, expires: datetime | None = None
) -> tuple[ApiKey, str]:
    """Return a new service key, behind which no person stands, and its row. `by`: None for the command line.

    Raises KeyRefused for scopes or an end that no key may have.
    """
    row, key = _create(user=None, name=name, scopes=scopes, expires=expires)
    record(AuditEventName.KEY_MADE, person=None, actor=by, detail={"key": row.hint, "scopes": row.scopes})
    return row, key


@transaction.atomic
def revoke_personal_key(*, user: User, key_id: int) -> bool:
    """End a key of `user`. False where it is another's, does not exist or has ended."""
    return _revoke(ApiKey.objects.filter(user=user, pk=key_id), by=user) > 0


@transaction.atomic
def revoke_presented_key(*, user: User, key: str) -> bool:
    """End the key of `user` that a request came with: whoever found it can do that much good. False where it ended."""
    return _revoke(ApiKey.objects.filter(user=user, digest=api_key.digest(key)), by=user) > 0


@transaction.atomic
def revoke_keys(*, keys: QuerySet[ApiKey], by: User | None) -> int:
    """End keys, whosever they are, and return how many were good. `by`: None for the command line."""
    return _revoke(keys, by=by)


def _create(*, user: User | None, name: str, scopes: Iterable[str], expires: datetime | None) -> tuple[ApiKey, str]:
    expires = expires or timezone.now() + LIFETIME
    wanted = sorted(set(scopes))
    if not wanted or not set(wanted) <= set(GRANTABLE):
        raise KeyRefused("A key is for scopes of the guarded API, at least one.", field="scopes")
    check_end(expires)
    key = api_key.generate()
    row = ApiKey.objects.create(
        user=user,
        name=name,
        hint=api_key.hint(key),
        digest=api_key.digest(key),
        scopes=[str(scope) for scope in wanted],
        credential_epoch=user.credential_epoch if user else 0,
        expires=expires,
    )
    return row, key


def _revoke(keys: QuerySet[ApiKey], *, by: User | None) -> int:
    ended = 0
    for row in keys.filter(revoked_at=None).select_related("user").select_for_update(of=("self",)).order_by("pk"):
        ApiKey.objects.filter(pk=row.pk).update(revoked_at=timezone.now())
        record(AuditEventName.KEY_REVOKED, person=row.user, actor=by, detail={"key": row.hint})
        ended += 1
    return ended
