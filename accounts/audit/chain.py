"""The hash chain over the audit trail: links made a while after the events, so that no event waits for another.

A link's digest is SHA-256 over the digest before and every event since, in the order of their numbers. It also stands
in the log, out of reach of whoever can write to the database.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import structlog
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import AuditEvent, AuditSeal

SETTLED: Final = timedelta(minutes=5)
"""An event this old is committed: no transaction lasts so long, and no two clocks are so far apart."""
RETENTION: Final = timedelta(days=366)
"""The database refuses to delete anything younger than 365 days."""
LINK: Final = 10_000
"""Events of one link, so that no seal reads without end."""
BATCH: Final = 1000
"""Rows of one DELETE."""

_TRIGGERS: Final = {
    "postgresql": "select count(*) from pg_trigger where tgname like 'accounts_audit%' and tgenabled = 'O'",
    "sqlite": "select count(*) from sqlite_master where type = 'trigger' and name like 'accounts_audit%'",
}
_NUMBER_OF_TRIGGERS: Final = {"postgresql": 4, "sqlite": 6}

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk along the chain found: how many events are covered, the newest digest, and what is broken."""

    links: int
    events: int
    head: str
    broken: tuple[str, ...]


def seal() -> int:
    """Add links over every settled event that has none; return how many events were covered."""
    covered = 0
    while added := _add_link():
        covered += added
    return covered


def verify(newest: int | None = None) -> Verdict:
    """Walk along the chain, or along its `newest` links; nothing is written.

    The link that the walk begins at is taken as it stands where the events under it were purged, or were not asked for.
    """
    links = list(AuditSeal.objects.order_by("-last_event")[: None if newest is None else newest + 1])[::-1]
    digest, after, events, broken = "", 0, 0, []
    for position, link in enumerate(links):
        if position > 0 or not _is_beginning(link, cut=newest is not None and len(links) > newest):
            found, count = _digest(digest, after, link.last_event)
            if (found, count) != (link.digest, link.count):
                numbers = f"{after + 1} to {link.last_event}"
                broken.append(f"The link over events {numbers} does not fit: {count} events of {link.count}.")
            events += count
        digest, after = link.digest, link.last_event
    return Verdict(links=len(links), events=events, head=digest, broken=tuple(broken))


def _is_beginning(link: AuditSeal, *, cut: bool) -> bool:
    purged = timezone.now() - link.at >= RETENTION and not _events(0, link.last_event).exists()
    return cut or purged


def is_guarded() -> bool:
    """Return whether the triggers stand that refuse to change the trail."""
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS[connection.vendor])
        return bool(cursor.fetchone()[0] == _NUMBER_OF_TRIGGERS[connection.vendor])


def purge_old() -> int:
    """Delete the events of links that are all past RETENTION; the last such link stays as the chain's beginning."""
    cutoff = timezone.now() - RETENTION
    old = list(AuditSeal.objects.filter(at__lt=cutoff).order_by("last_event").values_list("last_event", flat=True))
    if not old:
        return 0
    deleted = 0
    while keys := list(_events(0, old[-1]).order_by("id").values_list("id", flat=True)[:BATCH]):
        deleted += _delete(AuditEvent, "id", keys[-1] + 1)
    _delete(AuditSeal, "last_event", old[-1])
    return deleted


@transaction.atomic
def _add_link() -> int:
    """Seal the next events behind a lock that holds up other sealers only."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"lock table {AuditSeal._meta.db_table} in exclusive mode")
    newest = AuditSeal.objects.order_by("-last_event").first()
    digest, after = (newest.digest, newest.last_event) if newest else ("", 0)
    last = _last_settled(after)
    if last is None:
        return 0
    digest, count = _digest(digest, after, last)
    AuditSeal.objects.create(last_event=last, count=count, digest=digest)
    log.info("audit_sealed", last_event=last, count=count, digest=digest)
    return count


def _last_settled(after: int) -> int | None:
    """Return the last event that the next link may cover: none that is still fresh stands before it."""
    numbers = AuditEvent.objects.filter(id__gt=after).order_by("id").values_list("id", flat=True)
    fresh = numbers.filter(at__gte=timezone.now() - SETTLED).first()
    settled = list((numbers if fresh is None else numbers.filter(id__lt=fresh))[:LINK])
    return settled[-1] if settled else None


def _events(after: int, last: int) -> Any:
    return AuditEvent.objects.filter(id__gt=after, id__lte=last)


def _digest(before: str, after: int, last: int) -> tuple[str, int]:
    found, count = hashlib.sha256(before.encode()), 0
    for line in _lines(after, last):
        found.update(line)
        count += 1
    return found.hexdigest(), count


def _lines(after: int, last: int) -> Iterator[bytes]:
    """Yield one line an event, alike on every database."""
    columns = ("id", "at", "event", "person", "actor", "client", "sid", "request_id", "detail")
    for number, at, *rest in _events(after, last).order_by("id").values_list(*columns).iterator(BATCH):
        yield json.dumps([number, at.isoformat(), *rest], default=str, sort_keys=True).encode() + b"\n"


def _delete(model: type[AuditEvent | AuditSeal], column: str, before: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"delete from {model._meta.db_table} where {column} < %s", [before])  # noqa: S608 - our own names
        return int(cursor.rowcount)
