"""Does a token still stand? One read over token, client, grant, user, session and roles (RFC 7662 section 2.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self, cast
from uuid import UUID

from oauth_server.protocol.models.client import READERS, Client
from oauth_server.protocol.models.family import Family
from oauth_server.protocol.models.rows import read_identifier, read_moment
from oauth_server.protocol.models.sql import one_row
from oauth_server.protocol.tokens.digest import digest
from oauth_server.protocol.tokens.refresh_token import RefreshTokenValue
from oauth_server.vocabulary import RefusalReason, TokenType

ACCESS: Final = """select t.scope, t.audience, t.created, t.expires, t.jti, t.revoked_at, c.client_id, c.name,
c.enabled, g.id, {family} from {access_token} t join {application} c on c.id = t.application_id
left join {grant} g on g.id = t.grant_id left join {user} u on u.id = g.user_id
left join {session} s on s.id = g.session_id where t.token_checksum = %s"""
ASKED_ACCESS: Final = """select {client}, t.scope, t.audience, t.created, t.expires, t.jti, t.revoked_at, c.client_id,
c.name, c.enabled, g.id, {family} from {application} a left join {access_token} t on t.token_checksum = %s
left join {application} c on c.id = t.application_id left join {grant} g on g.id = t.grant_id
left join {user} u on u.id = g.user_id left join {session} s on s.id = g.session_id where a.client_id = %s"""
ASKED_REFRESH: Final = """select {client}, t.scope, g.audience, t.created, t.expires, null, t.revoked, c.client_id,
c.name, c.enabled, g.id, {family} from {application} a
left join {refresh_token} t on t.selector = %s and t.token_checksum = %s
left join {application} c on c.id = t.application_id left join {grant} g on g.id = t.grant_id
left join {user} u on u.id = g.user_id left join {session} s on s.id = g.session_id where a.client_id = %s"""
CLIENT_COLUMNS: Final = len(READERS)


@dataclass(frozen=True, slots=True)
class Standing:
    """A token as it is kept, with everything that its worth depends on. A machine's token has no family."""

    token_type: TokenType
    scope: frozenset[str]
    audience: str
    issued: datetime
    expires: datetime
    jti: UUID | None
    revoked: bool
    client_id: str
    client_name: str
    client_enabled: bool
    family: Family | None

    @classmethod
    def read(cls, token_type: TokenType, row: Sequence[Any]) -> Self | None:
        """Return the standing from a row of the statements above; None where there is no such token."""
        scope, audience, issued, expires, jti, revoked_at, client_id, name, enabled, grant, family = row
        if client_id is None:
            return None
        found = Family.read(family) if grant is not None else None
        end = cast("datetime", read_moment(expires))
        return cls(
            token_type=token_type,
            scope=frozenset(scope.split()),
            audience=audience,
            issued=cast("datetime", read_moment(issued)),
            expires=min(end, found.expires) if found else end,
            jti=read_identifier(jti),
            revoked=revoked_at is not None,
            client_id=client_id,
            client_name=name,
            client_enabled=bool(enabled),
            family=found,
        )

    def problem(self, now: datetime) -> RefusalReason | None:
        """Return why the token is no good, asked in the order of a refusal's steps; None while it stands."""
        if self.revoked or (self.family and self.family.revoked):
            return RefusalReason.REVOKED
        if self.expires <= now:
            return RefusalReason.EXPIRED
        if not self.client_enabled:
            return RefusalReason.CLIENT_DISABLED
        return self.family.problem() if self.family else None


def of_access_token(value: str) -> Standing | None:
    """Return the standing of an access token; None for one that we never issued, or purged. One statement."""
    row = one_row(ACCESS, (digest(value),))
    return Standing.read(TokenType.ACCESS_TOKEN, row) if row else None


def for_asker(client_id: str, value: str) -> tuple[Client | None, Standing | None]:
    """Return who asks and the standing of what is asked about, in one statement; the form tells the kind of token."""
    refresh_token = RefreshTokenValue.read(value)
    if refresh_token:
        asked = (refresh_token.selector_digest, refresh_token.checksum)
        row, kind = one_row(ASKED_REFRESH, (*asked, client_id)), TokenType.REFRESH_TOKEN
    else:
        row, kind = one_row(ASKED_ACCESS, (digest(value), client_id)), TokenType.ACCESS_TOKEN
    if row is None:
        return None, None
    return Client.read(row[:CLIENT_COLUMNS]), Standing.read(kind, row[CLIENT_COLUMNS:])
