"""Guesses, counted in rows before they are tried, so that parallel ones are none more (ASVS 5.0 6.3.1, 16.3.1)."""

import hashlib
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from django.db import connection
from django.db.models import F
from django.db.models.functions import Least
from django.utils import timezone

from accounts.audit.record import AuditEventName, record
from accounts.models import GuessCounter, User

LIMIT: Final = 10
WINDOW: Final = timedelta(minutes=15)

_SPEND: Final = f"""
    insert into {GuessCounter._meta.db_table} as c (key, window_start, count) values (%s, %s, 1)
    on conflict (key) do update set
        count = case when c.window_start <= %s then 1 else c.count + 1 end,
        window_start = case when c.window_start <= %s then excluded.window_start else c.window_start end
    where c.window_start <= %s or c.count <= %s
    returning count
"""  # noqa: S608 - the name of our own model
"""A count of one over the limit says that a guess was refused in this window; from then on the row is not written."""


class TooManyGuesses(Exception):
    """The limit is reached; `retry_after` is in seconds, `first` says that none was refused before in this window."""

    def __init__(self, retry_after: int, *, first: bool = False) -> None:
        super().__init__(f"too many guesses, again in {retry_after} s")
        self.retry_after = retry_after
        self.first = first


def spend(counter: str, key: str, *, limit: int = LIMIT) -> None:
    """Take one of the `limit` guesses that `key` has in 15 minutes; raise TooManyGuesses where none is left.

    One statement. `counter` names the kind of guess ("password", "client_secret"), `key` what is guessed at. Spend
    before looking at the guess, and give it back with `refund` where it was right.
    """
    now = timezone.now()
    cutoff = now - WINDOW
    times = [_stored(moment) for moment in (now, cutoff, cutoff, cutoff)]
    with connection.cursor() as cursor:
        cursor.execute(_SPEND, [_row_key(counter, key), *times, limit])
        counted = cursor.fetchone()
    if counted is None or counted[0] > limit:
        raise TooManyGuesses(_seconds_left(counter, key, now), first=counted is not None)


def spend_recorded(counter: str, key: str, *, person: User | None, client: str = "", limit: int = LIMIT) -> None:
    """Take a guess as `spend` does; the first one that is refused in a window stands in the trail, the rest do not.

    Raises TooManyGuesses.
    """
    try:
        spend(counter, key, limit=limit)
    except TooManyGuesses as refused:
        if refused.first:
            record(AuditEventName.GUESSES_SPENT, person=person, client=client, detail={"counter": counter})
        raise


def refund(counter: str, key: str, *, limit: int = LIMIT) -> None:
    """Give back a guess that was right."""
    fewer = Least(F("count"), limit) - 1
    GuessCounter.objects.filter(key=_row_key(counter, key), count__gt=0).update(count=fewer)


def _seconds_left(counter: str, key: str, now: datetime) -> int:
    start = GuessCounter.objects.filter(key=_row_key(counter, key)).values_list("window_start", flat=True).first()
    return max(1, ceil((start + WINDOW - now).total_seconds())) if start else 1


def _row_key(counter: str, key: str) -> str:
    return hashlib.sha256(f"{counter}\0{key}".encode()).hexdigest()


def _stored(moment: datetime) -> datetime | str:
    stored: datetime | str = GuessCounter._meta.get_field("window_start").get_db_prep_value(moment, connection)
    return stored
