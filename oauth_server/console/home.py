"""The home page: what to do next, what can act as you, what happened lately, who you are, what your roles add."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from accounts.models import AuditEvent, User
from accounts.roles import Role
from accounts.services.sign_in import sign_in_of
from oauth_server.console.access.activity import ROUTINE
from oauth_server.console.access.events import in_words
from oauth_server.console.access.sections import SECTIONS
from oauth_server.console.next_steps import steps_for
from oauth_server.vocabulary import AccessTokenFacts
from resources.demand import Callers
from resources.policy import RESOURCES, Rule
from resources.policy.words import roles_of

NEWS: Final = 4
"""Events that are shown."""


@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Show a person their account at a glance, and a visitor what this server is."""
    sign_in = sign_in_of(request)
    if sign_in is None:
        return render(request, "home.html")
    return render(
        request,
        "home.html",
        {
            "steps": steps_for(sign_in.user),
            "acting": acting_for(sign_in),
            "news": news_of(sign_in.user),
            "email_verified": sign_in.user.email_verified,
            "auth_time": sign_in.auth_time,
            "roles": {str(role): added_by(role) for role in sorted(Role) if role in sign_in.roles},
        },
    )


def acting_for(sign_in: AccessTokenFacts) -> list[dict[str, Any]]:
    """Return how many of each kind of thing can act as the person; a statement a kind."""
    return [{"section": section, "number": section.rows(sign_in).count()} for section in SECTIONS]


def news_of(user: User) -> list[dict[str, Any]]:
    """Return what happened to the account lately, in words; what happens by itself is left out."""
    events = AuditEvent.objects.filter(person=user.audit_key).exclude(event__in=ROUTINE).order_by("-id")[:NEWS]
    return [{"at": event.at, "words": in_words(event)} for event in events]


def added_by(role: Role) -> list[dict[str, Any]]:
    """Return the addresses, each with its methods, that the table opens to a role and not to every user."""
    opened = ((rule, [method for method in rule.methods if _opens(rule, method, role)]) for rule in RESOURCES)
    return [{"path": rule.path, "methods": methods} for rule, methods in opened if methods]


def _opens(rule: Rule, method: str, role: Role) -> bool:
    demand = rule.demand(method)
    return role in roles_of(demand) or (role is Role.ADMIN and demand.roles is Callers.STAFF)
