"""Connected applications: one row an application, whatever number of grants it holds."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Count, F, Max, Min, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from accounts.services.user_agents import in_words
from oauth_server.console.access import grants
from oauth_server.console.access.client_words import described
from oauth_server.protocol.models import Application, Consent, Grant

GRANTS_SHOWN: Final = 5
"""Single grants of one application in its row, the newest."""


def connected(user: Any) -> QuerySet[Application]:
    """Return the applications that act for `user`, or whose consent is remembered; the one used last comes first."""
    every_grant = grants.of_applications(user).order_by()
    every_consent = Consent.objects.filter(user_id=user.pk)
    theirs = every_grant.values("application").union(every_consent.values("application"))  # asked once, not of each row
    rows: QuerySet[Application] = Application.objects.filter(pk__in=theirs)
    held, agreed = every_grant.filter(application=OuterRef("pk")), every_consent.filter(application=OuterRef("pk"))
    return (
        rows.annotate(
            last_used=_over_all(held, Max("last_used")),
            first_grant=_over_all(held, Min("consumed_at")),
            agreed_at=Subquery(agreed.values("created")[:1]),
            agreed_scope=Subquery(agreed.values("scope")[:1]),
        )
        .select_related("logo", "user")
        .defer("logo__content")
        .order_by(Coalesce("last_used", "agreed_at").desc(), "pk")
    )


def shown(user: Any, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Return what the page says of each application: two statements for all of them."""
    held = grants.of_applications(user).filter(application__in=[row.pk for row in rows])
    scopes: dict[int, set[str]] = defaultdict(set)
    away: dict[int, bool] = defaultdict(bool)
    for application, scope, offline in held.order_by().values_list("application", "scope", "offline").distinct():
        scopes[application].update(scope.split())
        away[application] |= offline
    single = _newest_of_each(held)
    return [
        {
            **described(row),
            "id": f"application-{row.pk}",
            "may": grants.texts(scopes[row.pk] or row.agreed_scope.split(), row),
            "holds": row.first_grant is not None,
            "away": away[row.pk],
            "since": min(filter(None, (row.agreed_at, row.first_grant))),
            "last_used": row.last_used,
            "grants": [_grant(grant, row) for grant in single[row.pk]],
            "number": next((grant.number for grant in single[row.pk]), 0),
        }
        for row in rows
    ]


def _over_all(held: QuerySet[Grant], aggregate: Any) -> Subquery:
    return Subquery(held.values("application").annotate(found=aggregate).values("found"))


def _newest_of_each(held: QuerySet[Grant]) -> dict[int, list[Any]]:
    of_each: Any = {"partition_by": F("application")}
    ranked = held.annotate(
        rank=Window(RowNumber(), order_by=F("pk").desc(), **of_each), number=Window(Count("pk"), **of_each)
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for grant in ranked.filter(rank__lte=GRANTS_SHOWN).select_related("session"):
        found[grant.application_id].append(grant)
    return found


def _grant(grant: Any, application: Application) -> dict[str, Any]:
    return {
        "pk": grant.pk,
        "since": grant.consumed_at,
        "last_used": grant.last_used,
        "away": grant.offline,
        "signed_in_with": in_words(grant.session.user_agent) if grant.session else "",
        "may": grants.texts(grant.scope.split(), application),
    }
