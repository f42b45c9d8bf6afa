"""Each permission class of Django REST framework has its place in a row, and decides there as it does at home."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from rest_framework import permissions

from accounts.models import User
from accounts.roles import Role
from accounts.services.roles import grant_role
from oauth_server.vocabulary import CredentialKind
from resources.decision import decide
from resources.demand import Custom
from resources.models import Report
from resources.policy.rule import ANY_ROLE, ANYONE, MODEL_PERMISSIONS, STAFF, Rule
from resources.principal import ANONYMOUS, Principal

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


class IsOnTheNightShift(permissions.BasePermission):
    """A permission class of a team's own."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return request.user.is_authenticated and request.user.get_username().startswith("night")


@dataclass(frozen=True)
class Place:
    """A stock class, and what a row says in its stead."""

    stock: type[permissions.BasePermission]
    row: dict[str, Any]


NIGHT_SHIFT = Custom("the night shift", lambda principal: principal.user.get_username().startswith("night"))
PLACES = [
    Place(permissions.AllowAny, {"roles": ANYONE}),
    Place(permissions.IsAuthenticated, {"roles": ANY_ROLE}),
    Place(permissions.IsAdminUser, {"roles": STAFF}),
    Place(permissions.IsAuthenticatedOrReadOnly, {"roles": ANYONE, "writers": ANY_ROLE}),
    Place(permissions.DjangoModelPermissions, {"roles": ANY_ROLE, "writers": MODEL_PERMISSIONS}),
    Place(permissions.DjangoModelPermissionsOrAnonReadOnly, {"roles": ANYONE, "writers": MODEL_PERMISSIONS}),
    Place(IsOnTheNightShift, {"roles": NIGHT_SHIFT}),
]


@pytest.fixture
def callers(db: None) -> dict[str, tuple[Any, Principal]]:
    """Everybody, as Django REST framework sees them and as the policy does."""
    people = {name: User.objects.create_user(name) for name in ("nobody_special", "night_owl", "stan", "mona", "adam")}
    people["root"] = User.objects.create_superuser("root")
    User.objects.filter(pk=people["stan"].pk).update(is_staff=True)
    grant_role(user=people["mona"], role=Role.MANAGER)
    grant_role(user=people["adam"], role=Role.ADMIN)
    people["night_owl"].user_permissions.add(Permission.objects.get(codename="change_report"))
    found: dict[str, tuple[Any, Principal]] = {"nobody": (AnonymousUser(), ANONYMOUS)}
    for name, person in people.items():
        user = User.objects.get(pk=person.pk)
        held = frozenset(role for role in Role if user.groups.filter(name=role).exists())
        found[name] = (user, Principal(CredentialKind.SESSION, user, held))
    return found


def stock_answer(place: Place, user: Any, method: str) -> bool:
    """Ask the stock class, with what it reads of a request and a view."""
    request: Any = SimpleNamespace(user=user, method=method)
    view: Any = SimpleNamespace(queryset=Report.objects.all())
    return bool(place.stock().has_permission(request, view))


@pytest.mark.parametrize("place", PLACES, ids=[place.stock.__name__ for place in PLACES])
def test_a_row_decides_as_the_stock_class_does_for_every_caller_and_method(
    place: Place, callers: dict[str, tuple[Any, Principal]]
) -> None:
    row = Rule("x/", "a.View", methods=tuple(m for m in METHODS if m != "HEAD"), model="resources.report", **place.row)
    for name, (user, principal) in callers.items():
        for method in METHODS:
            allowed = decide(principal, row.demand(method)) is None
            assert allowed == stock_answer(place, user, method), (name, method)


def test_the_callers_tell_the_classes_apart(callers: dict[str, tuple[Any, Principal]]) -> None:
    asked = [(user, method) for user, _ in callers.values() for method in METHODS]
    answers = {tuple(stock_answer(place, user, method) for user, method in asked) for place in PLACES}
    assert len(answers) == len(PLACES)


def test_where_reading_needs_the_permission_too_the_row_says_so_for_readers(
    callers: dict[str, tuple[Any, Principal]],
) -> None:
    row = Rule("x/", "a.View", methods=("GET",), model="resources.report", roles=MODEL_PERMISSIONS)
    let_in = {name for name, (_, principal) in callers.items() if decide(principal, row.demand("GET")) is None}
    assert let_in == {"mona", "root"}
