"""What a family begins with, whichever grant made it: its first tokens and its absolute end (RFC 6749 section 5.1)."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from accounts.audit.record import AuditEventName
from oauth_server.protocol.grants.answers import bearer, id_token_for, record_issue
from oauth_server.protocol.grants.token_request import TokenRequest
from oauth_server.protocol.models import RefreshToken
from oauth_server.protocol.models.application import lifetime_of
from oauth_server.protocol.models.client import Client
from oauth_server.protocol.models.family import Family
from oauth_server.protocol.scopes import wire
from oauth_server.protocol.tokens import access_token
from oauth_server.protocol.tokens.refresh_token import RefreshTokenValue
from oauth_server.vocabulary import GrantType


def first_tokens(request: TokenRequest, family: Family, *, now: datetime) -> dict[str, Any]:
    """Return the answer to the request that spent what the person allowed.

    At most one statement for each token that is kept, and the line in the trail.
    """
    client, scope = request.client, family.scope
    issued = access_token.issue(
        client=client,
        family=family,
        scope=scope,
        audience=family.audience,
        now=now,
        jkt=request.jkt,
        actor=family.actor,
    )
    record_issue(AuditEventName.TOKENS_ISSUED, client, family, scope)
    return bearer(
        issued,
        scope=scope,
        now=now,
        refresh_token=_refresh_token(client, family, now),
        id_token=id_token_for(client, family, scope=scope, issued=issued, nonce=family.nonce),
    )


def absolute_lifetime(client: Client) -> timedelta:
    """Return how long a family lives at most: as its refresh token may, or as the one access token does."""
    if GrantType.REFRESH_TOKEN in client.grant_types:
        return lifetime_of(client.refresh_absolute_lifetime, settings.REFRESH_TOKEN_ABSOLUTE_LIFETIME)
    return lifetime_of(client.access_token_lifetime, settings.ACCESS_TOKEN_LIFETIME)


def key_to_bind(request: TokenRequest) -> str:
    """Return the key that is the family's from then on, where it has none yet: what a public client proves possession
    of; a confidential one proves itself at each refresh, and its family is bound to none (RFC 9449 section 5)."""
    return (request.jkt or "") if request.client.is_public else ""


def _refresh_token(client: Client, family: Family, now: datetime) -> str | None:
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
