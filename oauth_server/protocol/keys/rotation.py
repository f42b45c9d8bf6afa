"""Making, following and withdrawing keys: each step is decided in the rows, so that two workers make one key."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.audit.record import AuditEventName, record
from oauth_server.protocol.keys import known
from oauth_server.protocol.keys.life import KeyState, Life, publication
from oauth_server.protocol.keys.port import NoNewKey, key_port
from oauth_server.protocol.models import SigningKey
from oauth_server.vocabulary import SigningAlgorithm

log = structlog.get_logger(__name__)


def life_of(row: SigningKey) -> Life:
    """Return when the key of a row begins and ends to sign."""
    return Life(row.not_before, row.retired_at)


def state_of(row: SigningKey, now: datetime) -> KeyState:
    """Return where the key of a row stands."""
    return KeyState.WITHDRAWN if row.withdrawn_at is not None else life_of(row).state(now)


def ensure_signing_key() -> None:
    """Make a key, which signs at once, of each algorithm for which the port holds none that signs or will.

    Its beginning lies in the past: it signs on a node whose clock is behind that of the one that migrated, too. Keys
    that another port held before are retired. What this process knew is forgotten.
    """
    held = {key.kid for key in key_port().public_keys()}
    for algorithm in SigningAlgorithm:
        try:
            _ensure(algorithm, held)
        except NoNewKey as reason:
            log.warning("signing_key_missing", algorithm=str(algorithm), reason=str(reason))
    known.forget()


def rotate(algorithm: SigningAlgorithm, *, at_once: bool = False) -> SigningKey:
    """Return the next key, made now unless it is there already; raise NoNewKey where the port has none.

    It signs once it has been published as long as key sets are kept; `at_once`: from now on.
    """
    with transaction.atomic():
        rows, now = _locked(algorithm), timezone.now()
        following = next((row for row in rows if state_of(row, now) == KeyState.NEXT), None)
        if following is not None and not at_once:
            return following
        key = _follow(algorithm, rows, now if at_once else now + publication(), following)
        record(AuditEventName.SIGNING_KEY_MADE, person=None, detail=_told(key))
    known.forget()
    return key


def rotate_due() -> list[SigningKey]:
    """Make the successor of every key whose time is nearly up (settings.SIGNING_KEY_LIFETIME); return what was made."""
    return [row for algorithm in SigningAlgorithm if is_due(algorithm) for row in _rotated(algorithm)]


def is_due(algorithm: SigningAlgorithm, *, late: timedelta = timedelta()) -> bool:
    """Return whether the key that signs by this algorithm should have had a successor for as long as `late`."""
    moment = timezone.now() - late
    return any(life_of(row).is_due(moment) for row in _live(algorithm))


def withdraw_over() -> list[SigningKey]:
    """Withdraw, in its row, each key of which nothing counts any more; return them."""
    now = timezone.now()
    over = [row for row in SigningKey.objects.filter(withdrawn_at=None) if life_of(row).is_over(now)]
    withdrawn = []
    for row in over:
        with transaction.atomic():
            if SigningKey.objects.filter(pk=row.pk, withdrawn_at=None).update(withdrawn_at=now):
                record(AuditEventName.SIGNING_KEY_WITHDRAWN, person=None, detail=_told(row))
                withdrawn.append(row)
    return withdrawn


def revoke(kid: str) -> SigningKey | None:
    """Withdraw a compromised key at once; return what signs in its place, None where nothing had to change.

    Raise SigningKey.DoesNotExist for an unknown key, NoNewKey (and nothing is done) where none could follow.
    """
    algorithm = SigningAlgorithm(SigningKey.objects.get(kid=kid).algorithm)
    with transaction.atomic():
        rows, now = _locked(algorithm), timezone.now()
        revoked = next((row for row in rows if row.kid == kid), None)
        if revoked is None:
            return None
        SigningKey.objects.filter(pk=revoked.pk).update(withdrawn_at=now)
        record(AuditEventName.SIGNING_KEY_REVOKED, person=None, detail=_told(revoked))
        key = _replaced(algorithm, revoked, [row for row in rows if row.kid != kid], now)
    known.forget()
    return key


@transaction.atomic
def _ensure(algorithm: SigningAlgorithm, held: set[str]) -> None:
    rows, now = _locked(algorithm), timezone.now()
    if not any(row.kid in held and state_of(row, now) != KeyState.RETIRED for row in rows):
        _follow(algorithm, rows, now - settings.SIGNING_KEY_MARGIN, None)


def _replaced(
    algorithm: SigningAlgorithm, revoked: SigningKey, others: list[SigningKey], now: datetime
) -> SigningKey | None:
    """See to it that a key signs: a next one begins now; where the next one was revoked, the one before it goes on."""
    before = SigningKey.objects.filter(pk__in=[row.pk for row in others], retired_at__gt=now)
    if revoked.retired_at is None:
        before.update(retired_at=None)
    if any(state_of(row, now) == KeyState.ACTIVE for row in others):
        return None
    key = _follow(algorithm, others, now, next((row for row in others if row.not_before > now), None))
    record(AuditEventName.SIGNING_KEY_MADE, person=None, detail=_told(key))
    return key


def _rotated(algorithm: SigningAlgorithm) -> Iterator[SigningKey]:
    try:
        yield rotate(algorithm)
    except NoNewKey as reason:
        log.warning("signing_key_overdue", algorithm=str(algorithm), reason=str(reason))


def _follow(
    algorithm: SigningAlgorithm, rows: list[SigningKey], begins: datetime, following: SigningKey | None
) -> SigningKey:
    """Let a key sign from a moment on, and those before it until then. `following`: one that is there already."""
    before = [row.pk for row in rows if row is not following and life_of(row).state(begins) != KeyState.RETIRED]
    SigningKey.objects.filter(pk__in=before).update(retired_at=begins)
    if following is None:
        return _insert(algorithm, begins)
    following.not_before = begins
    following.save(update_fields=["not_before"])
    return following


def _insert(algorithm: SigningAlgorithm, begins: datetime) -> SigningKey:
    """Insert a key's row; where another process has just inserted one, that one stays and is returned."""
    taken = set(SigningKey.objects.values_list("kid", flat=True))
    made, sealed = key_port().make(algorithm, taken)
    row = SigningKey(kid=made.kid, algorithm=algorithm, sealed_private_key=sealed, public_jwk=dict(made.jwk))
    row.not_before = begins
    SigningKey.objects.bulk_create([row], ignore_conflicts=True)
    return SigningKey.objects.get(algorithm=algorithm, retired_at=None, withdrawn_at=None)


def _locked(algorithm: SigningAlgorithm) -> list[SigningKey]:
    """Return the rows of an algorithm as they are once nobody else changes them."""
    list(_live(algorithm).select_for_update())
    return list(_live(algorithm))


def _live(algorithm: SigningAlgorithm) -> QuerySet[SigningKey]:
    return SigningKey.objects.filter(algorithm=algorithm, withdrawn_at=None).order_by("pk")


def _told(row: SigningKey) -> dict[str, str]:
    return {"kid": row.kid, "algorithm": row.algorithm, "signs_from": row.not_before.isoformat()}
