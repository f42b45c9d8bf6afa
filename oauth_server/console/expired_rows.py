"""Deleting what has expired, on both sides of the house, sealing the trail, renewing keys; what the schedule calls."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.sessions.models import Session as BrowserSession
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from accounts.audit.chain import purge_old, seal
from accounts.models import ApiKey, DoorChallenge, GuessCounter, Session
from accounts.services.deletion import delete_due_accounts
from oauth_server.protocol.keys.rotation import rotate_due, withdraw_over
from oauth_server.protocol.models import Grant
from oauth_server.protocol.services.purge import purge
from oauth_server.protocol.services.unused_clients import delete_unused
from resources.explain.kept_reason import AGE as REFUSALS_KEPT
from resources.models import Refusal

KEPT: Final = timedelta(days=1)
"""How long an ended sign-in, a guess counter and a finished task are kept."""
BATCH: Final = 1000
"""Rows of one DELETE, so that no lock is held for long."""


@task()
def purge_on_schedule() -> dict[str, int]:
    """Purge from the queue; the result is the number of rows by kind."""
    return purge_expired_rows()


@task()
def seal_on_schedule() -> int:
    """Add to the chain over the audit trail from the queue; the result is the number of events covered."""
    return seal()


@task()
def rotate_on_schedule() -> dict[str, list[str]]:
    """Make the signing keys that are due and withdraw those that are over; the result is their identifiers."""
    return {"made": [key.kid for key in rotate_due()], "withdrawn": [key.kid for key in withdraw_over()]}


def purge_expired_rows() -> dict[str, int]:
    """Delete expired rows and return their number by kind."""
    now = timezone.now()
    deleted = {"accounts": delete_due_accounts(now), "unused_clients": delete_unused(now=now), **purge()}
    deleted["sign_ins"] = _delete(_ended_sign_ins(now - KEPT))
    deleted["browser_sessions"] = _delete(BrowserSession.objects.filter(expire_date__lt=now))
    deleted["guess_counters"] = _delete(GuessCounter.objects.filter(window_start__lt=now - KEPT))
    deleted["api_keys"] = _delete(ApiKey.objects.filter(expires__lt=now - KEPT))
    deleted["door_challenges"] = _delete(DoorChallenge.objects.filter(expires__lt=now))
    deleted["audit_events"] = purge_old()
    deleted["refusals"] = _delete(Refusal.objects.filter(at__lt=now - REFUSALS_KEPT))
    deleted["finished_tasks"] = _delete(DBTaskResult.objects.filter(finished_at__lt=now - KEPT))
    return deleted


def _ended_sign_ins(moment: datetime) -> QuerySet[Session]:
    """A sign-in stays as long as a grant hangs on it: the row is what says that the grant has ended."""
    over = Session.objects.filter(Q(expires__lt=moment) | Q(ended_at__lt=moment))
    return over.filter(~Exists(Grant.objects.filter(session=OuterRef("pk"))))


def _delete(rows: QuerySet[Any]) -> int:
    deleted = 0
    while keys := list(rows.values_list("pk", flat=True)[:BATCH]):
        rows.model._default_manager.filter(pk__in=keys).delete()
        deleted += len(keys)
    return deleted
