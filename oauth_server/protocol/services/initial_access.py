"""Initial access tokens: made by an administrator, spent by a registration each (RFC 7591 sections 1.2 and 3)."""

import secrets
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.audit.record import AuditEventName, record
from oauth_server.protocol.models import InitialAccessToken
from oauth_server.protocol.tokens.digest import digest

LIFETIME: Final = timedelta(days=7)


def new_value() -> str:
    """Return a value for a token: 256 random bits."""
    return secrets.token_urlsafe(32)


def make_initial_access_token(
    *,
    label: str,
    uses: int = 1,
    lifetime: timedelta = LIFETIME,
    scopes: tuple[str, ...] = (),
    preset: str = "",
    pkce_exempt: bool = False,
    made_by: Any = None,
) -> tuple[InitialAccessToken, str]:
    """Return a new token and its value, of which only the digest is kept.

    Raise ValidationError, by field, for what no client could be registered with.
    """
    value = new_value()
    token = InitialAccessToken(
        digest=digest(value),
        label=label,
        made_by=made_by,
        expires=timezone.now() + lifetime,
        uses_left=uses,
        scopes=" ".join(scopes),
        preset=preset,
        pkce_exempt=pkce_exempt,
    )
    token.full_clean()
    with transaction.atomic():
        token.save()
        record_made(token)
    return token, value


def record_made(token: InitialAccessToken) -> None:
    """Keep in the trail that a token was made, with its limits."""
    told = {"uses": token.uses_left, "preset": token.preset, "scopes": token.scopes, "pkce_exempt": token.pkce_exempt}
    record(AuditEventName.INITIAL_ACCESS_TOKEN_MADE, person=None, actor=token.made_by, detail=told)


def usable(value: str, *, now: datetime) -> InitialAccessToken | None:
    """Return the token of this value while it is good; spends nothing."""
    return InitialAccessToken.objects.filter(digest=digest(value), expires__gt=now, uses_left__gt=0).first()


def spend(token: InitialAccessToken, *, now: datetime) -> bool:
    """Take one use of a token, in the caller's transaction; return whether one was left."""
    rows = InitialAccessToken.objects.filter(pk=token.pk, expires__gt=now, uses_left__gt=0)
    return bool(rows.update(uses_left=F("uses_left") - 1))
