"""The home page: who you are, and what your roles add."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from accounts.roles import Role
from accounts.services.sign_in import sign_in_of
from resources.demand import Callers
from resources.policy import RESOURCES, Rule
from resources.policy.words import roles_of


@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Show who this is and what the policy table opens to their roles beside everybody's, or what this server is."""
    sign_in = sign_in_of(request)
    if sign_in is None:
        return render(request, "home.html")
    return render(
        request,
        "home.html",
        {
            "email_verified": sign_in.user.email_verified,
            "auth_time": sign_in.auth_time,
            "roles": {str(role): added_by(role) for role in sorted(Role) if role in sign_in.roles},
        },
    )


def added_by(role: Role) -> list[dict[str, Any]]:
    """Return the addresses, each with its methods, that the table opens to a role and not to every user."""
    opened = ((rule, [method for method in rule.methods if _opens(rule, method, role)]) for rule in RESOURCES)
    return [{"path": rule.path, "methods": methods} for rule, methods in opened if methods]


def _opens(rule: Rule, method: str, role: Role) -> bool:
    demand = rule.demand(method)
    return role in roles_of(demand) or (role is Role.ADMIN and demand.roles is Callers.STAFF)
