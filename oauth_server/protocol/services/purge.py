"""Deleting what is dead: in batches, by index, never a family that lives (RFC 9700 section 4.14.2)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from oauth_server.protocol.models.rows import moment
from oauth_server.protocol.models.sql import write

BATCH: Final = 1000
"""Rows of one DELETE, so that no lock is held for long."""
RETENTION: Final = timedelta(days=1)
"""How long a dead family is still recognised: a replay of its code or token is told from a guess."""

EXPIRED: Final[Mapping[str, Sequence[str]]] = {
    "access_tokens": [
        """delete from {access_token} where id in
        (select id from {access_token} where expires < %s order by expires limit %s)""",
    ],
    "authorization_requests": [
        """delete from {authorization_request} where id in
        (select id from {authorization_request} where expires < %s order by expires limit %s)""",
    ],
    "revoked_tokens": [
        """delete from {revoked_token} where id in
        (select id from {revoked_token} where expires < %s order by expires limit %s)""",
    ],
    "used_identifiers": [
        """delete from {used_identifier} where id in
        (select id from {used_identifier} where expires < %s order by expires limit %s)""",
    ],
    "initial_access_tokens": [
        """delete from {initial_access_token} where id in
        (select id from {initial_access_token} where expires < %s order by expires limit %s)""",
    ],
    "logout_deliveries": [
        """delete from {logout_delivery} where id in
        (select id from {logout_delivery} where expires < %s order by expires limit %s)""",
    ],
}
DEAD: Final[Mapping[str, Sequence[str]]] = {
    "device_grants": [
        """delete from {device_grant} where id in
        (select id from {device_grant} where expires < %s order by expires limit %s)""",
    ],
    "refresh_tokens": [
        """delete from {refresh_token} where id in
        (select id from {refresh_token} where expires < %s order by expires limit %s)""",
        """delete from {refresh_token} where id in (select r.id from {refresh_token} r
        join {grant} g on g.id = r.grant_id where g.expires < %s order by g.expires limit %s)""",
        """delete from {refresh_token} where id in (select r.id from {refresh_token} r
        join {grant} g on g.id = r.grant_id where g.revoked_at < %s order by g.revoked_at limit %s)""",
    ],
    "grants": [
        """delete from {grant} where id in (select g.id from {grant} g where g.expires < %s
        and not exists (select 1 from {access_token} t where t.grant_id = g.id)
        and not exists (select 1 from {refresh_token} r where r.grant_id = g.id)
        and not exists (select 1 from {device_grant} d where d.grant_id = g.id) order by g.expires limit %s)""",
        """delete from {grant} where id in (select g.id from {grant} g where g.revoked_at < %s
        and not exists (select 1 from {access_token} t where t.grant_id = g.id)
        and not exists (select 1 from {refresh_token} r where r.grant_id = g.id)
        and not exists (select 1 from {device_grant} d where d.grant_id = g.id) order by g.revoked_at limit %s)""",
    ],
}


def purge() -> dict[str, int]:
    """Delete what has expired, and families and device codes that ended RETENTION ago; return rows by kind."""
    now = timezone.now()
    deleted = {kind: sum(_in_batches(text, now) for text in texts) for kind, texts in EXPIRED.items()}
    return deleted | {kind: sum(_in_batches(text, now - RETENTION) for text in texts) for kind, texts in DEAD.items()}


def _in_batches(text: str, before: datetime) -> int:
    deleted = 0
    while rows := write(text, (moment(before), BATCH)):
        deleted += rows
        if rows < BATCH:
            break
    return deleted
