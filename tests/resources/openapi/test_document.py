"""The description is the policy table: the same addresses, callers, scopes and credentials (OpenAPI 3.1)."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from drf_spectacular.management.commands.spectacular import SchemaGenerationError

from oauth_server.vocabulary import SCOPES, CredentialKind, Scope
from resources.openapi import document, schema
from resources.policy import DESCRIBED, Rule

ROWS = [
    (rule, path, method) for rule in DESCRIBED for path in (rule.path, rule.also) if path for method in rule.methods
]
NARROWED = {CredentialKind.OAUTH2, CredentialKind.OAUTH2_MACHINE, CredentialKind.API_KEY, CredentialKind.SERVICE_KEY}


def operation(path: str, method: str) -> dict[str, Any]:
    found: dict[str, Any] = document()["paths"][path][method.lower()]
    return found


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from ([part["$ref"]] if "$ref" in part else [])
        for inner in part.values():
            yield from references(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from references(inner)


def named(operation: dict[str, Any]) -> set[str]:
    return {name for requirement in operation["security"] for name in requirement}


@pytest.mark.parametrize("form", ["openapi", "openapi-json"])
def test_the_command_finds_nothing_to_warn_of(form: str) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--format", form, stdout=StringIO())


def test_a_door_that_is_not_described_is_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(schema.OPERATIONS, ("accounts.views.verify.JwtVerifyView", "POST"))
    with pytest.raises(SchemaGenerationError):
        call_command("spectacular", "--fail-on-warn", stdout=StringIO())


def test_every_row_is_described_and_nothing_else() -> None:
    described = {(path, method.upper()) for path, methods in document()["paths"].items() for method in methods}
    assert described == {(path, method) for _, path, method in ROWS}


@pytest.mark.parametrize(("rule", "path", "method"), ROWS, ids=lambda value: "" if isinstance(value, Rule) else value)
def test_an_operation_says_what_its_row_says(rule: Rule, path: str, method: str) -> None:
    described, demand = operation(path, method), rule.demand(method)
    policy = described["x-policy"]
    expected = [demand.scope] if isinstance(demand.scope, Scope) else []
    assert policy["scopes"] == expected
    assert policy["roles"] == (sorted(demand.roles) if isinstance(demand.roles, frozenset) else [])
    assert policy["recent_sign_in"] == (demand.recent.total_seconds() if demand.recent else None)
    assert set(policy["credentials"]) <= set(demand.kinds)
    for requirement in described["security"]:
        for name, scopes in requirement.items():
            assert scopes == (expected if name in NARROWED else [])
    if CredentialKind.ANONYMOUS in policy["credentials"]:
        assert described["security"] == [{}]
    else:
        assert named(described) - {"csrf", "access_cookie"} == set(policy["credentials"])
        assert {} not in described["security"]


def test_a_row_without_a_scope_is_closed_to_whatever_is_narrowed() -> None:
    assert not named(operation("/api/v1/users/", "GET")) & NARROWED
    assert CredentialKind.OAUTH2_MACHINE in named(operation("/api/v1/reports/", "GET"))
    assert CredentialKind.OAUTH2_MACHINE not in named(operation("/api/v1/reports/", "POST"))


def test_a_row_that_asks_for_a_recent_sign_in_names_no_credential_that_has_none() -> None:
    assert named(operation("/api/keys/", "POST")) == {"session", "access_cookie", "csrf", "jwt"}


def test_who_may_is_said_in_words() -> None:
    said = {
        ("/api/status/", "GET"): "Anyone",
        ("/api/whoami/", "GET"): "Any user",
        ("/api/admin-content/", "GET"): "Admin or superuser",
        ("/api/v1/users/", "GET"): "Staff",
        ("/api/v1/users/{id}/", "PATCH"): "Admin",
        ("/api/v1/announcements/", "POST"): "Admin or Manager, by permission",
    }
    assert {place: operation(*place)["x-policy"]["who"] for place in said} == said


def test_own_rows_are_those_of_an_object_rule_that_narrows() -> None:
    paths = document()["paths"].items()
    own = {path for path, methods in paths if methods.get("get", {}).get("x-policy", {}).get("own_rows")}
    assert own == {
        *("/api/v1/todo/", "/api/v1/todo/{id}/"),
        *("/api/v1/employees/", "/api/v1/employees/{id}/"),
    }


def test_what_no_scope_opens_says_so() -> None:
    assert operation("/api/v1/users/", "GET")["x-policy"]["closed_to_scopes"]
    assert not operation("/api/status/", "GET")["x-policy"]["closed_to_scopes"]


def test_operations_on_rows_are_named_by_what_they_are_on() -> None:
    said = {
        ("/api/v1/reports/", "GET"): "List the reports, newest first",
        ("/api/v1/announcements/", "POST"): "Add an announcement",
        ("/api/v1/users/{id}/", "PATCH"): "Change a user",
    }
    assert {place: operation(*place)["summary"] for place in said} == said
    assert operation("/api/v1/users/{id}/", "PATCH")["description"].startswith("Change `is_active`, `roles`")


def test_every_name_of_a_group_is_explained() -> None:
    used = {described["tags"][0] for methods in document()["paths"].values() for described in methods.values()}
    titles = {tag["name"]: tag["description"] for tag in document()["tags"]}
    assert set(titles) == used
    assert (titles["todo"], titles["reports"]) == ("The to-do list", "Reports")


def test_cookies_need_the_csrf_header_where_the_method_is_unsafe() -> None:
    assert {"session": [], "csrf": []} in operation("/api/v1/todo/", "POST")["security"]
    assert {"session": []} in operation("/api/v1/todo/", "GET")["security"]


def test_every_reference_leads_somewhere() -> None:
    for reference in references(document()):
        found: Any = document()
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]
        assert found


def test_the_schemes_say_where_tokens_come_from_and_what_each_scope_is(settings: Any) -> None:
    schemes = document()["components"]["securitySchemes"]
    flow = schemes["oauth2"]["flows"]["authorizationCode"]
    assert flow["authorizationUrl"] == f"{settings.ISSUER}/o/authorize/"
    assert flow["tokenUrl"] == f"{settings.ISSUER}/o/token/"
    assert flow["scopes"] == {scope: facts.text for scope, facts in SCOPES.items()}
    assert schemes["csrf"]["name"] == "X-CSRFToken"
    assert set(schemes) == {"csrf", "access_cookie", *CredentialKind} - {"anonymous", "basic", "remote_user"}


def test_basic_is_described_only_where_it_is_on(settings: Any) -> None:
    assert "basic" not in named(operation("/api/whoami/", "GET"))
    settings.BASIC_AUTHENTICATION = True
    assert "basic" in named(operation("/api/whoami/", "GET"))
    assert document()["components"]["securitySchemes"]["basic"]["scheme"] == "basic"


def test_a_refusal_is_a_problem_wherever_it_may_come() -> None:
    for path, methods in document()["paths"].items():
        for method, described in methods.items():
            refusals = {code: answer for code, answer in described["responses"].items() if code[0] != "2"}
            assert {"400", "401", "406", "503"} <= set(refusals), (method, path)
            assert all(answer["$ref"].startswith("#/components/responses/") for answer in refusals.values())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path"), [("get", "/api/status/"), ("post", "/api/token/"), ("delete", "/api/keys/1/")]
)
def test_who_accepts_no_json_is_answered_406_as_described(method: str, path: str) -> None:
    answer = getattr(Client(), method)(path, headers={"accept": "text/css"})
    assert (answer.status_code, answer["Content-Type"]) == (406, "application/problem+json")
    assert "406" in operation(path.replace("/1/", "/{id}/"), method)["responses"]


@pytest.mark.django_db
def test_anyone_reads_it_as_json() -> None:
    answer = Client().get("/api/schema/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert answer.json()["openapi"].startswith("3.1")


@pytest.mark.django_db
def test_the_api_describes_itself_without_an_authorization_server(api: Client) -> None:
    assert "/api/v1/todo/" in api.get("/api/schema/").json()["paths"]
