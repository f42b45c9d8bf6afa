"""GET /developer/{client_id}/activity/: what happened to an application, from the audit trail, and nobody named."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.audit.record import AuditEventName as Name
from accounts.models import AuditEvent
from oauth_server.console.developer.access import developer_page, of_mine
from oauth_server.console.developer.activity_words import words_for_developer
from oauth_server.console.developer.logout_test import last_test
from oauth_server.console.developer.tabs import tab
from oauth_server.console.paging import page_of
from oauth_server.protocol.models import Application

DAYS: Final = 7
ISSUED: Final = (Name.TOKENS_ISSUED, Name.TOKENS_REFRESHED)
PROBLEMS: Final = (
    Name.CLIENT_REFUSED,
    Name.REQUEST_REFUSED,
    Name.GUESSES_SPENT,
    Name.TOKEN_REUSED,
    Name.CONSENT_REFUSED,
    Name.LOGOUT_NOT_DELIVERED,
    Name.ACTING_REFUSED,
)
PEOPLE: Final = (Name.CONSENT_GIVEN, Name.CONSENT_WITHDRAWN, Name.GRANTS_REVOKED, Name.TOKEN_REVOKED)
CHANGES: Final = tuple(name for name in Name if name.startswith("client_") and name not in PROBLEMS)
KINDS: Final[Mapping[str, tuple[str | Promise, tuple[Name, ...]]]] = {
    "problems": (_("Problems"), PROBLEMS),
    "changes": (_("Changes"), (*CHANGES, Name.LOGOUT_TESTED)),
    "people": (_("Consents"), PEOPLE),
    "tokens": (_("Tokens"), ISSUED),
}
"""What may be shown alone; without a kind it is all but the tokens, which are counted by day."""


@developer_page
def activity(request: HttpRequest, client_id: str) -> HttpResponse:
    """Show the events of one's own application, the newest first, the counts of the last days, and the last test."""
    application = of_mine(request, client_id)
    chosen = request.GET.get("kind", "")
    page = page_of(_events(application, chosen), request)
    told = {
        "page": page,
        "rows": [_row(event) for event in page],
        "kinds": [{"name": name, "title": title, "chosen": name == chosen} for name, (title, _names) in KINDS.items()],
        "all": chosen not in KINDS,
        "days": _days(application),
        "last_test": last_test(application),
    }
    return tab(request, "developer/activity.html", application, told)


def _events(application: Application, kind: str) -> "QuerySet[AuditEvent]":
    events: QuerySet[AuditEvent] = AuditEvent.objects.filter(client=application.client_id).order_by("-id")
    return events.filter(event__in=KINDS[kind][1]) if kind in KINDS else events.exclude(event__in=ISSUED)


def _row(event: AuditEvent) -> dict[str, Any]:
    """Return what is shown of an event: when and what. Person, actor, sign-in and request stay in the trail."""
    return {"at": event.at, "words": words_for_developer(event), "trouble": event.event in PROBLEMS}


def _days(application: Application) -> list[dict[str, Any]]:
    """Return how many tokens were issued and how much went wrong, day by day, the newest first. One statement."""
    first = timezone.localdate() - timedelta(days=DAYS - 1)
    events = AuditEvent.objects.filter(
        client=application.client_id, at__date__gte=first, event__in=(*ISSUED, *PROBLEMS)
    )
    rows = events.annotate(day=TruncDate("at")).values_list("day", "event").annotate(number=Count("id")).order_by()
    counted: dict[tuple[date, bool], int] = {}
    for day, event, number in rows:
        key = day, event in PROBLEMS
        counted[key] = counted.get(key, 0) + number
    days = [first + timedelta(days=number) for number in reversed(range(DAYS))]
    return [
        {"day": day, "issued": counted.get((day, False), 0), "problems": counted.get((day, True), 0)} for day in days
    ]
