"""`manage.py explain METHOD ADDRESS`: what would happen, decided by what decides, and nothing happens."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import DrfToken, User
from accounts.roles import Role
from accounts.services.roles import grant_role
from resources.models import Refusal, Todo
from resources.openapi import document
from resources.policy import DESCRIBED, TABLE
from resources.steps import Step
from tests.flows.conftest import PASSWORD
from tests.flows.explain.conftest import Explain, outcomes
from tests.flows.guarded_api.callers import browser_of, drf_key_of, jwt_pair_of
from tests.flows.oauth import RelyingParty

pytestmark = pytest.mark.django_db
InFile = Callable[[str], str]


def test_a_request_that_would_be_allowed_ends_with_0_and_its_view_is_not_called(
    alice: User, explain: Explain, in_file: InFile
) -> None:
    token = in_file(jwt_pair_of("alice")["access"])
    said = explain("POST", "/api/v1/todo/", token_file=token)
    assert (said["code"], said["allowed"], said["failed"], said["kind"]) == (0, True, None, "jwt")
    steps = outcomes(said)
    assert (steps[Step.ROLE], steps[Step.OBJECT], steps[Step.BODY]) == ("passed", "passed", "not reached")
    assert not Todo.objects.exists()


def test_a_request_that_would_be_refused_ends_with_1_says_why_and_keeps_no_row(
    alice: User, explain: Explain, in_file: InFile
) -> None:
    said = explain("GET", "/api/hr-content/", token_file=in_file(jwt_pair_of("alice")["access"]))
    assert (said["code"], said["status"], said["failed"]) == (1, 403, Step.ROLE)
    assert said["mend"].startswith("Needs the role HR")
    assert not Refusal.objects.exists()


@pytest.mark.parametrize("written", ["{}", "Bearer {}", "bearer {}"])
def test_a_token_is_read_with_and_without_its_scheme(
    alice: User, web: RelyingParty, explain: Explain, in_file: InFile, written: str
) -> None:
    token = web.tokens(browser_of("alice"), scope="todo:read")["access_token"]
    said = explain("GET", "/api/v1/todo/", token_file=in_file(written.format(token)))
    assert (said["code"], said["kind"]) == (0, "oauth2")
    assert explain("DELETE", "/api/v1/todo/1/", token_file=in_file(token))["failed"] == Step.SCOPE


def test_the_object_rule_is_asked_for_an_entry(alice: User, explain: Explain, in_file: InFile) -> None:
    bob = User.objects.create_user("bob", password=PASSWORD)
    entry = Todo.objects.create(user=alice, title="Hers")
    hers, his = in_file(jwt_pair_of("alice")["access"]), jwt_pair_of("bob")["access"]
    assert explain("DELETE", f"/api/v1/todo/{entry.pk}/", token_file=hers)["code"] == 0
    said = explain("GET", f"/api/v1/todo/{entry.pk}/", token_file=in_file(his))
    assert (said["code"], said["failed"], said["user"]) == (1, Step.OBJECT, str(bob.subject))
    assert Todo.objects.filter(pk=entry.pk).exists()


def test_no_use_of_the_credential_is_noted(alice: User, explain: Explain, in_file: InFile) -> None:
    key, long_ago = drf_key_of("alice"), timezone.now() - timedelta(days=3)
    DrfToken.objects.update(last_used=long_ago)
    assert explain("GET", "/api/whoami/", token_file=in_file(key))["kind"] == "drf_token"
    assert DrfToken.objects.get().last_used == long_ago


def test_without_a_credential_nobody_asks(db: None, explain: Explain) -> None:
    assert explain("GET", "/api/status/")["code"] == 0
    said = explain("get", "/api/protected/?page=1")
    assert (said["code"], said["status"], said["failed"]) == (1, 401, Step.RECOGNISED)


def test_a_key_goes_where_keys_go(db: None, explain: Explain, in_file: InFile) -> None:
    assert explain("GET", "/api/protected/", api_key_file=in_file("no key"))["failed"] == Step.RECOGNISED


def test_fields_of_a_body_are_asked_for_what_they_ask(alice: User, explain: Explain, in_file: InFile) -> None:
    grant_role(user=alice, role=Role.ADMIN)
    bob, key = User.objects.create_user("bob"), drf_key_of("alice")
    path = f"/api/v1/users/{bob.pk}/"
    assert explain("PATCH", path, token_file=in_file(key), field=["is_active"])["code"] == 0
    said = explain("PATCH", path, token_file=in_file(key), field=["roles"])
    assert (said["code"], said["failed"]) == (1, Step.FIELDS)
    assert "session, jwt" in said["mend"]


@pytest.mark.parametrize("path", ["/api/nothing/", "/api/v1/todo", "/api/v1/todo/none/"])
def test_an_address_that_is_none_is_refused(db: None, explain: Explain, path: str) -> None:
    assert explain("GET", path)["failed"] == Step.ADDRESS


@pytest.mark.parametrize("words", [("GET", "/accounts/login/"), ("GET", "/nowhere"), ("GET",), ("GET", "/api/", "x")])
def test_what_is_no_request_of_the_api_says_so(db: None, words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        call_command("explain", *words)


def test_a_token_may_come_by_standard_input_and_never_by_the_command_line(
    alice: User, explain: Explain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(jwt_pair_of("alice")["access"] + "\n"))
    assert explain("GET", "/api/whoami/", token_file="-")["user"] == str(alice.subject)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("explain", "GET", "/api/whoami/", token_file="/nowhere/token.txt")


def test_a_trial_writes_nothing_that_stays(alice: User, explain: Explain, in_file: InFile) -> None:
    token = in_file(jwt_pair_of("alice")["access"])
    with CaptureQueriesContext(connection) as captured:
        explain("GET", "/api/hr-content/", token_file=token)
    written = [query["sql"] for query in captured if query["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert written == []


def test_people_read_the_steps_one_a_line(alice: User, in_file: InFile) -> None:
    out, token = io.StringIO(), in_file(jwt_pair_of("alice")["access"])
    with pytest.raises(SystemExit):
        call_command("explain", "GET", "/api/hr-content/", token_file=token, stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "GET /api/hr-content/"
    assert f"  {Step.ROLE}: failed (holds none of HR)" in lines
    assert lines[-2:] == [
        f"refused with 403 at: {Step.ROLE} (holds none of HR)",
        "mend: Needs the role HR: an Admin gives it at PATCH /api/v1/users/{id}/.",
    ]


def matrix(**options: Any) -> str:
    out = io.StringIO()
    call_command("policy", "matrix", stdout=out, **options)
    return out.getvalue()


def test_the_policy_is_printed_in_three_forms() -> None:
    rows = json.loads(matrix(json=True))
    line = next(row for row in rows if row["addresses"] == ["/api/v1/todo/{id}/"] and "DELETE" in row["methods"])
    assert line["methods"] == ["PUT", "PATCH", "DELETE"]
    assert (line["who"], line["scopes"], line["rows"]) == ("Any user", ["todo:write"], "the caller's own")
    assert (line["credentials"], line["machines"]) == (["session", "jwt", "drf_token", "api_key", "oauth2"], False)
    markdown = matrix(markdown=True).splitlines()
    assert markdown[0].startswith("| address | methods | who | scope |")
    assert len(markdown) == len(rows) + 2
    assert len(matrix().splitlines()) == len(rows) + 1


def test_the_matrix_has_a_line_for_every_address_and_method_of_the_policy() -> None:
    lines = {(row["addresses"][0], method) for row in json.loads(matrix(json=True)) for method in row["methods"]}
    assert lines == {(rule.path, method) for rule in TABLE for method in rule.methods}


def test_the_matrix_says_what_the_description_says() -> None:
    described = document()["paths"]
    agents = {rule.path for rule in TABLE} - {rule.path for rule in DESCRIBED}
    for row in json.loads(matrix(json=True)):
        if agents & set(row["addresses"]):
            continue
        for address, method in product(row.pop("addresses"), row.pop("methods")):
            assert described[address][method.lower()]["x-policy"] == row, (address, method)


def test_a_line_that_no_scope_opens_names_no_credential_that_scopes_narrow() -> None:
    line = next(line for line in matrix(markdown=True).splitlines() if "| /api/v1/users/ |" in line)
    assert line == "| /api/v1/users/ | GET | Staff | never | first-party | no |  |  | every entry |"
    line = next(line for line in matrix(markdown=True).splitlines() if "/api/keys/ | POST" in line)
    assert line == "| /api/keys/ | POST | Any user | never | session, jwt | no | at most 15 min ago |  |  |"
