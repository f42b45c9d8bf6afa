"""Devices that somebody let in by a code, and administrators who act for the person right now."""

from collections.abc import Sequence
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from oauth_server.console.access import grants
from oauth_server.console.access.client_words import described
from oauth_server.protocol.models import Grant


def devices(user: Any) -> QuerySet[Grant]:
    """Return the grants of devices with their applications, the newest first."""
    return _with_application(grants.of_devices(user)).select_related("devicegrant")


def shown_devices(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Return what the page says of each device; no statement."""
    return [
        {
            **described(row.application),
            "pk": row.pk,
            "id": f"grant-{row.pk}",
            "since": row.consumed_at,
            "last_used": row.last_used,
            "away": row.offline,
            "may": grants.texts(row.scope.split(), row.application),
            "address": row.devicegrant.address if hasattr(row, "devicegrant") else None,
        }
        for row in rows
    ]


def actors(user: Any) -> QuerySet[Grant]:
    """Return the grants under which administrators act for the person, each with the `actor_name`."""
    name = Grant.objects.filter(pk=OuterRef("actor_grant")).values("user__username")[:1]
    shown: QuerySet[Grant] = _with_application(grants.of_actors(user)).annotate(actor_name=Subquery(name))
    return shown


def shown_actors(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Return what the page says of each; no statement."""
    return [
        {
            **described(row.application),
            "pk": row.pk,
            "actor": row.actor_name,
            "since": row.consumed_at,
            "until": row.expires,
            "may": grants.texts(row.scope.split(), row.application),
        }
        for row in rows
    ]


def _with_application(rows: QuerySet[Grant]) -> QuerySet[Grant]:
    logo, owner = "application__logo", "application__user"
    shown: QuerySet[Grant] = rows.select_related(logo, owner).defer(f"{logo}__content")
    return shown
