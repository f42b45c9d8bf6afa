"""What the consent page says of each scope."""

from types import SimpleNamespace
from typing import Any

import pytest

from accounts.roles import Role, roles_holding
from oauth_server.vocabulary import CredentialKind, Scope
from resources.demand import Callers, Custom
from resources.policy import consent_words, scope_today
from resources.policy.rule import Rule
from resources.principal import Principal


def person(*roles: Role, **fields: Any) -> Principal:
    """Somebody of these roles, with the permissions that come with them."""

    def has_perm(name: str) -> bool:
        return bool(roles_holding(name) & set(roles)) or fields.get("is_superuser", False)

    user = SimpleNamespace(**{"is_superuser": False, "is_staff": Role.ADMIN in roles, "has_perm": has_perm} | fields)
    return Principal(CredentialKind.SESSION, user, frozenset(roles))


def needs(role: str) -> str:
    return f"Nothing today: it needs the role {role}, which you do not have."


def because(reason: str) -> str:
    return f"It can do so today, because {reason}."


@pytest.mark.parametrize(
    ("scope", "roles", "expected"),
    [
        (Scope.ACCOUNT_READ, [], (True, "")),
        (Scope.EMAIL, [], (True, "")),
        (Scope.TODO_WRITE, [], (True, "Today: your own entries only.")),
        (Scope.REPORTS_READ, [Role.MANAGER], (True, because("you are Manager"))),
        (Scope.REPORTS_READ, [Role.HR], (False, needs("Manager"))),
        (Scope.REPORTS_WRITE, [Role.MANAGER], (True, because("you are Manager"))),
        (Scope.REPORTS_WRITE, [Role.ADMIN], (False, needs("Manager"))),
        (Scope.ANNOUNCEMENTS_WRITE, [], (False, needs("Admin or Manager"))),
        (Scope.ANNOUNCEMENTS_WRITE, [Role.ADMIN], (True, because("you are Admin"))),
        (Scope.EMPLOYEES_READ, [Role.HR], (True, "Today: every record, because you are HR.")),
        (Scope.EMPLOYEES_READ, [Role.ADMIN], (True, "Today: your own record only.")),
        (Scope.EMPLOYEES_WRITE, [Role.ADMIN], (False, needs("HR"))),
        (Scope.ADMIN_READ, [], (False, needs("Admin"))),
        ("of:nothing", [], (False, "Nothing today: no address asks for it.")),
    ],
)
def test_a_scope_opens_today_what_the_roles_open(scope: str, roles: list[Role], expected: tuple[bool, str]) -> None:
    assert scope_today(scope, person(*roles)) == expected


def test_a_superuser_counts_where_the_row_counts_them() -> None:
    root = person(is_superuser=True)
    assert scope_today(Scope.ADMIN_READ, root) == (True, because("you are a superuser"))
    assert scope_today(Scope.REPORTS_WRITE, root) == (True, because("you are a superuser"))
    assert not scope_today(Scope.EMPLOYEES_WRITE, root)[0]


def test_a_permission_counts_as_it_is_held_not_as_the_role_would_have_it() -> None:
    given = person(has_perm=lambda name: name == "resources.add_report")
    assert scope_today(Scope.REPORTS_WRITE, given) == (True, because("you hold its permission"))
    stripped = person(Role.MANAGER, has_perm=lambda name: False)
    assert not scope_today(Scope.ANNOUNCEMENTS_WRITE, stripped)[0]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (Callers.STAFF, (True, because("you are staff"))),
        (Custom("the night shift", lambda principal: True), (True, because("you are one of the night shift"))),
    ],
    ids=["staff", "custom"],
)
def test_a_row_of_any_kind_has_its_words(who: Any, expected: tuple[bool, str], monkeypatch: pytest.MonkeyPatch) -> None:
    row = Rule("night/", "a.View", roles=who, read=Scope.TODO_READ)
    monkeypatch.setattr(consent_words, "RESOURCES", (row,))
    assert scope_today(Scope.TODO_READ, person(is_staff=True)) == expected
