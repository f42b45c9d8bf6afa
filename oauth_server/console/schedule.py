"""The schedule of recurring tasks: one leader by a row lock, decided anew each time one is due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction

from oauth_server.console.expired_rows import purge_on_schedule, rotate_on_schedule, seal_on_schedule
from oauth_server.console.models import ScheduledTask
from oauth_server.protocol.services.logo_fetching import fetch_due_logos


@dataclass(frozen=True, slots=True)
class Recurring:
    """A task of the queue and how often it is put there."""

    task: Any
    every: timedelta


SCHEDULE: Final[Mapping[str, Recurring]] = {
    "purge": Recurring(purge_on_schedule, timedelta(hours=1)),
    "rotate": Recurring(rotate_on_schedule, timedelta(hours=1)),
    "seal": Recurring(seal_on_schedule, timedelta(minutes=5)),
    "logos": Recurring(fetch_due_logos, timedelta(hours=1)),
}


def enqueue_due(now: datetime) -> list[str]:
    """Put every task that is due into the queue, once however many workers ask; return the names.

    The row is locked, moved on and the task enqueued in one transaction; a worker that finds the row locked leaves
    it to the one that holds it.
    """
    ScheduledTask.objects.bulk_create(
        [ScheduledTask(name=name, due=now) for name in SCHEDULE if not ScheduledTask.objects.filter(name=name)],
        ignore_conflicts=True,
    )
    if not ScheduledTask.objects.filter(name__in=SCHEDULE, due__lte=now).exists():
        return []
    with transaction.atomic():
        rows = ScheduledTask.objects.filter(name__in=SCHEDULE, due__lte=now)
        rows = rows.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        return [_enqueue(row, now) for row in rows]


def _enqueue(row: ScheduledTask, now: datetime) -> str:
    recurring = SCHEDULE[row.name]
    row.due = now + recurring.every
    row.save(update_fields=["due"])
    recurring.task.enqueue()
    return row.name
