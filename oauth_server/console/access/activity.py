"""GET /account/activity/: what happened to my account, the newest first, from the audit trail."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.audit.record import AuditEventName as Name
from accounts.models import AuditEvent, Session
from accounts.services.user_agents import in_words as device_in_words
from oauth_server.console.access.entrance import own_page
from oauth_server.console.access.events import in_words
from oauth_server.console.paging import page_of
from oauth_server.protocol.models import Application
from oauth_server.vocabulary import AccessTokenFacts

ROUTINE: Final = (Name.TOKENS_ISSUED, Name.TOKENS_REFRESHED)
"""What happens by itself every few minutes: shown only where it is asked for."""
REFUSALS: Final = (
    Name.SIGN_IN_REFUSED,
    Name.GUESSES_SPENT,
    Name.CONSENT_REFUSED,
    Name.TOKEN_REUSED,
    Name.ACTING_REFUSED,
)
SIGN_INS: Final = (Name.SIGNED_IN, Name.SIGN_IN_REFUSED, Name.GUESSES_SPENT, Name.SESSION_ENDED)
APPLICATIONS: Final = (
    Name.CONSENT_GIVEN,
    Name.CONSENT_REFUSED,
    Name.CONSENT_WITHDRAWN,
    Name.GRANTS_REVOKED,
    Name.TOKEN_REVOKED,
    Name.TOKEN_REUSED,
    Name.ACTED_FOR_PERSON,
    Name.ACTING_REFUSED,
)
KINDS: Final[Mapping[str, tuple[str | Promise, tuple[Name, ...]]]] = {
    "sign-ins": (_("Sign-ins"), SIGN_INS),
    "applications": (_("Applications"), APPLICATIONS),
    "refusals": (_("Refusals"), REFUSALS),
    "changes": (_("Changes"), tuple(name for name in Name if name not in {*SIGN_INS, *APPLICATIONS, *ROUTINE})),
    "routine": (_("Access renewed"), ROUTINE),
}


@own_page("GET", "HEAD")
def activity(request: HttpRequest, sign_in: AccessTokenFacts) -> HttpResponse:
    """Show the events of this person, and of nobody else; without a kind, all but what happens by itself."""
    chosen = request.GET.get("kind", "")
    page = page_of(_events(sign_in.user, chosen), request)
    kinds = [{"name": name, "title": title, "chosen": name == chosen} for name, (title, _names) in KINDS.items()]
    context = {"page": page, "rows": _rows(sign_in.user, list(page)), "kinds": kinds, "all": chosen not in KINDS}
    return render(request, "access/activity.html", context)


def _events(user: Any, kind: str) -> QuerySet[AuditEvent]:
    mine: QuerySet[AuditEvent] = AuditEvent.objects.filter(person=user.audit_key).order_by("-id")
    return mine.filter(event__in=KINDS[kind][1]) if kind in KINDS else mine.exclude(event__in=ROUTINE)


def _rows(user: Any, events: list[AuditEvent]) -> list[dict[str, Any]]:
    names = dict(
        Application.objects.filter(client_id__in={event.client for event in events} - {""}).values_list(
            "client_id", "name"
        )
    )
    sids = {event.sid for event in events if event.sid is not None}
    sessions = {row.sid: row for row in Session.objects.filter(user_id=user.pk, sid__in=sids)}
    return [_row(user, event, names, sessions.get(event.sid) if event.sid else None) for event in events]


def _row(user: Any, event: AuditEvent, names: Mapping[str, str], session: Session | None) -> dict[str, Any]:
    return {
        "at": event.at,
        "words": in_words(event),
        "trouble": event.event in REFUSALS,
        "application": names.get(event.client, "") if event.client else "",
        "by_another": event.actor not in {None, user.audit_key},
        "device": device_in_words(session.user_agent) if session else "",
        "address": session.address if session else None,
    }
