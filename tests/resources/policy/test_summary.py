"""The words that pages make of the table."""

from types import SimpleNamespace
from typing import Any

import pytest

from accounts.roles import Role
from oauth_server.vocabulary import CredentialKind, Scope
from resources.policy import RESOURCES, methods_open_to, scope_today, what_may
from resources.principal import ANONYMOUS, Principal

PERSON = SimpleNamespace(is_superuser=False)
SUPERUSER = SimpleNamespace(is_superuser=True)


def rows(principal: Principal) -> dict[str, dict[str, Any]]:
    return {row["path"]: row for row in what_may(principal)}


def test_there_is_a_row_for_every_address_with_what_the_page_shows() -> None:
    shown = what_may(ANONYMOUS)
    assert [row["path"] for row in shown] == [rule.path for rule in RESOURCES]
    assert all(set(row) == {"path", "methods", "who", "scope", "allowed", "why"} for row in shown)


def test_a_manager_sees_which_doors_the_role_opens() -> None:
    shown = rows(Principal(CredentialKind.SESSION, PERSON, frozenset({Role.MANAGER})))
    assert shown["/api/manager-content/"]["allowed"]
    assert shown["/api/hr-content/"]["why"] == "This needs the role HR."
    assert shown["/api/admin-content/"]["who"] == "Admin or superuser"
    assert shown["/api/status/"]["who"] == "Anyone"
    assert shown["/api/v1/todo/"] == {
        "path": "/api/v1/todo/",
        "methods": "GET, POST",
        "who": "Any user",
        "scope": "todo:read, todo:write",
        "allowed": True,
        "why": "Your own entries only.",
    }


def test_a_token_that_may_only_read_is_told_so() -> None:
    reader = Principal(CredentialKind.OAUTH2, PERSON, scopes=frozenset({Scope.TODO_READ}))
    assert rows(reader)["/api/v1/todo/"]["why"] == "GET only. The credential needs the scope todo:write."
    assert {"path": "/api/v1/todo/", "methods": ["GET"]} in methods_open_to(reader)


def test_what_is_closed_is_not_among_what_a_caller_may_do() -> None:
    assert [row["path"] for row in methods_open_to(ANONYMOUS)] == ["/api/status/"]


@pytest.mark.parametrize(
    ("scope", "roles", "expected"),
    [
        (Scope.ACCOUNT_READ, [], (True, "")),
        (Scope.EMAIL, [], (True, "")),
        (Scope.TODO_WRITE, [], (True, "")),
        (Scope.REPORTS_READ, [Role.MANAGER], (True, "you are Manager")),
        (Scope.REPORTS_READ, [Role.HR], (False, "it needs the role Manager, which you do not hold")),
        (Scope.ADMIN_READ, [], (False, "it needs the role Admin, which you do not hold")),
        ("of:nothing", [], (False, "no address asks for it")),
    ],
)
def test_a_scope_opens_today_what_the_roles_open(scope: str, roles: list[Role], expected: tuple[bool, str]) -> None:
    assert scope_today(scope, roles) == expected


def test_a_superuser_counts_at_consent_where_the_row_counts_them() -> None:
    assert scope_today(Scope.ADMIN_READ, [], superuser=True) == (True, "you are a superuser")
    assert not scope_today(Scope.REPORTS_READ, [], superuser=True)[0]
