"""The client as the token side sees it: one row, one statement, no model instance (RFC 6749 section 2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self

from oauth2_provider.models import AbstractApplication

from oauth_server.protocol.models.rows import read_duration


@dataclass(frozen=True, slots=True)
class Client:
    """A registered client. `secret` is the stored digest with its algorithm; a lifetime of None is the server's own."""

    pk: int
    client_id: str
    client_type: str
    secret: str
    enabled: bool
    grant_types: frozenset[str]
    scopes: frozenset[str]
    introspects: frozenset[str]
    access_token_lifetime: timedelta | None
    refresh_idle_lifetime: timedelta | None
    refresh_absolute_lifetime: timedelta | None

    @classmethod
    def read(cls, row: Sequence[Any]) -> Self:
        """Return the client from the values of the `client` fragment of a statement."""
        pk, client_id, client_type, secret, enabled, grant_types, scopes, introspects, access, idle, absolute = row
        return cls(
            pk=pk,
            client_id=client_id,
            client_type=client_type,
            secret=secret,
            enabled=bool(enabled),
            grant_types=frozenset(grant_types.split()),
            scopes=frozenset(scopes.split()),
            introspects=frozenset(introspects.split()),
            access_token_lifetime=read_duration(access),
            refresh_idle_lifetime=read_duration(idle),
            refresh_absolute_lifetime=read_duration(absolute),
        )

    @property
    def is_public(self) -> bool:
        """Whether it can keep no secret (RFC 6749 section 2.1)."""
        return bool(self.client_type == AbstractApplication.CLIENT_PUBLIC)
