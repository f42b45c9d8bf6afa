"""The words that pages make of the table."""

from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from accounts.roles import Role
from oauth_server.vocabulary import CredentialKind, Scope
from resources.policy import RESOURCES, methods_open_to, what_may
from resources.principal import ANONYMOUS, Principal

PERSON = SimpleNamespace(is_superuser=False, is_staff=False, has_perm=lambda name: False)


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
    assert rows(reader)["/api/v1/todo/"]["why"] == (
        "GET only. The credential needs the scope todo:write. Your own entries only."
    )
    assert {"path": "/api/v1/todo/", "methods": ["GET"]} in methods_open_to(reader)


def test_what_is_closed_is_not_among_what_a_caller_may_do() -> None:
    opened = methods_open_to(ANONYMOUS)
    assert {"path": "/api/v1/announcements/", "methods": ["GET"]} in opened
    assert not any("todo" in row["path"] or "users" in row["path"] for row in opened)


def test_a_row_says_who_writes_where_they_are_others() -> None:
    shown = rows(ANONYMOUS)
    assert shown["/api/v1/announcements/"]["who"] == "Anyone; writing: Admin or Manager, by permission"
    assert shown["/api/v1/reports/"]["who"] == "Manager, by permission"
    assert shown["/api/v1/employees/"]["who"] == "Any user; writing: HR"
    assert shown["/api/v1/users/{id}/"]["who"] == "Staff; writing: Admin"
    assert shown["/api/v1/users/"]["scope"] == "never"


def test_an_employee_is_told_that_it_is_their_own_record() -> None:
    assert rows(Principal(CredentialKind.SESSION, PERSON))["/api/v1/employees/"]["why"] == (
        "GET only. This needs the role HR. Your own record only."
    )
    hr = Principal(CredentialKind.SESSION, PERSON, frozenset({Role.HR}))
    assert rows(hr)["/api/v1/employees/"]["why"] == ""


def test_a_credential_that_may_not_give_roles_is_told_so() -> None:
    person = SimpleNamespace(is_superuser=False, is_staff=True, has_perm=lambda name: False)
    script = Principal(CredentialKind.DRF_TOKEN, person, frozenset({Role.ADMIN}))
    shown = rows(script)["/api/v1/users/{id}/"]
    assert (shown["allowed"], shown["why"]) == (
        True,
        "Not the field roles: This kind of credential is not accepted here.",
    )
    there = Principal(CredentialKind.SESSION, person, frozenset({Role.ADMIN}), auth_time=timezone.now())
    assert rows(there)["/api/v1/users/{id}/"]["why"] == ""
