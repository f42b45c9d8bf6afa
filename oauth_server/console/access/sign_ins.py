"""Sign-ins: browsers, and programs of ours that hold a pair of tokens without a browser."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils import timezone

from accounts.models import Session
from accounts.services.user_agents import in_words


def living(user: Any) -> QuerySet[Session]:
    """Return the sign-ins of `user` that are good now."""
    now = timezone.now()
    idle = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return Session.objects.filter(
        user_id=user.pk,
        ended_at=None,
        credential_epoch=user.credential_epoch,
        expires__gt=now,
        last_used__gt=idle,
    )


def browsers(user: Any, *, mine: int | None) -> QuerySet[Session]:
    """Return the sign-ins of browsers; the one whose primary key is `mine` comes first, then the one used last."""
    this = Case(When(pk=mine, then=Value(0)), default=Value(1), output_field=IntegerField())
    return living(user).exclude(session_key=None).order_by(this, "-last_used", "-pk")


def mobiles(user: Any) -> QuerySet[Session]:
    """Return the sign-ins without a browser, the one used last first."""
    return living(user).filter(session_key=None).order_by("-last_used", "-pk")


def shown(rows: Sequence[Session], *, mine: int | None) -> list[dict[str, Any]]:
    """Return what the page says of each; no statement."""
    return [
        {
            "pk": row.pk,
            "device": in_words(row.user_agent),
            "address": row.address,
            "since": row.created,
            "last_used": row.last_used,
            "here": row.pk == mine,
        }
        for row in rows
    ]
