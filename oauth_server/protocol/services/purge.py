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
}
DEAD_GRANTS: Final = """delete from {grant} where id in (select g.id from {grant} g where g.ENDED < %s
and not exists (select 1 from {access_token} t where t.grant_id = g.id)
and not exists (select 1 from {refresh_token} r where r.grant_id = g.id)
and not exists (select 1 from {device_grant} d where d.grant_id = g.id)
and not exists (select 1 from {application} a join {session} s on s.sid = g.sid where a.id = g.application_id
                and a.backchannel_logout_uri <> '' and g.consumed_at is not null
                and s.ended_at is null and s.expires > %s) order by g.ENDED limit %s)"""
"""Of a sign-in that goes on, a grant says which client is to be told of its end (OpenID Connect Back-Channel Logout
section 2.7)."""
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
    "grants": [DEAD_GRANTS.replace("ENDED", ended) for ended in ("expires", "revoked_at")],
    "logout_deliveries": [
        """delete from {logout_delivery} where id in
        (select id from {logout_delivery} where expires < %s order by expires limit %s)""",
    ],
}


def purge() -> dict[str, int]:
    """Delete what has expired, and families and device codes that ended RETENTION ago; return rows by kind."""
    now = timezone.now()
    deleted = {kind: sum(_in_batches(text, now) for text in texts) for kind, texts in EXPIRED.items()}
    return deleted | {kind: sum(_in_batches(text, now - RETENTION) for text in texts) for kind, texts in DEAD.items()}


def _in_batches(text: str, before: datetime) -> int:
    deleted = 0
    moments = [moment(before)] * (text.count("%s") - 1)
    while rows := write(text, (*moments, BATCH)):
        deleted += rows
        if rows < BATCH:
            break
    return deleted
