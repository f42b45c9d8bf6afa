"""What a family begins with, whichever grant made it: its absolute end and its first refresh token (RFC 6749 6)."""

from datetime import datetime, timedelta

from django.conf import settings

from oauth_server.protocol.models import RefreshToken
from oauth_server.protocol.models.application import lifetime_of
from oauth_server.protocol.models.client import Client
from oauth_server.protocol.models.family import Family
from oauth_server.protocol.scopes import wire
from oauth_server.protocol.tokens.refresh_token import RefreshTokenValue
from oauth_server.vocabulary import GrantType


def absolute_lifetime(client: Client) -> timedelta:
    """Return how long a family lives at most: as its refresh token may, or as the one access token does."""
    if GrantType.REFRESH_TOKEN in client.grant_types:
        return lifetime_of(client.refresh_absolute_lifetime, settings.REFRESH_TOKEN_ABSOLUTE_LIFETIME)
    return lifetime_of(client.access_token_lifetime, settings.ACCESS_TOKEN_LIFETIME)


def first_refresh_token(client: Client, family: Family, now: datetime) -> str | None:
    """Return a refresh token where the client is registered for one; online and offline grants alike."""
    if GrantType.REFRESH_TOKEN not in client.grant_types:
        return None
    value = RefreshTokenValue.first()
    RefreshToken.objects.insert(
        checksum=value.checksum,
        selector=value.selector_digest,
        family=family,
        scope=wire(family.scope),
        now=now,
        expires=now + lifetime_of(client.refresh_idle_lifetime, settings.REFRESH_TOKEN_IDLE_LIFETIME),
    )
    return str(value)
