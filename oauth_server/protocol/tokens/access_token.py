"""Access tokens: opaque, bearer, for one audience (RFC 6749 section 1.4, RFC 6750, RFC 8707)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from oauth_server.protocol.models import AccessToken
from oauth_server.protocol.models.application import lifetime_of
from oauth_server.protocol.models.client import Client
from oauth_server.protocol.models.family import Family
from oauth_server.protocol.scopes import wire
from oauth_server.protocol.tokens.digest import digest


@dataclass(frozen=True, slots=True)
class Issued:
    """A token as the client gets it; `expires` is when it ends."""

    value: str
    expires: datetime


def lifetime_for(client: Client, resource: timedelta | None) -> timedelta:
    """Return the lowest of the server's, the client's and the resource's lifetime."""
    return lifetime_of(resource, lifetime_of(client.access_token_lifetime, settings.ACCESS_TOKEN_LIFETIME))


def issue_to_person(*, client: Client, family: Family, scope: frozenset[str], value: str, now: datetime) -> Issued:
    """Keep a token of a family; it never outlives the family's absolute end. One statement."""
    expires = min(now + lifetime_for(client, family.lifetime), family.expires)
    AccessToken.objects.insert(
        checksum=digest(value),
        application=client.pk,
        grant=family.grant,
        user=family.user.pk,
        scope=wire(scope),
        audience=family.audience,
        now=now,
        expires=expires,
    )
    return Issued(value, expires)


def issue_to_machine(
    *, client: Client, audience: str, scope: frozenset[str], value: str, lifetime: timedelta, now: datetime
) -> Issued:
    """Keep a token that stands for the client alone (RFC 6749 section 4.4). One statement."""
    AccessToken.objects.insert(
        checksum=digest(value),
        application=client.pk,
        grant=None,
        user=None,
        scope=wire(scope),
        audience=audience,
        now=now,
        expires=now + lifetime,
    )
    return Issued(value, now + lifetime)
