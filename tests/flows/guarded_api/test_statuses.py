"""Statuses, everywhere alike, each a problem with an id, and none for a cache (contract: The guarded API, RFC 9457)."""

import pytest

from accounts.models import User
from accounts.roles import Role
from resources.explain.explanation import explain
from tests.flows.guarded_api.callers import (
    drf_token_of,
    jwt_of,
    machine_of,
    nobody,
    oauth2_of,
    session_of,
    with_header,
)
from tests.flows.guarded_api.conftest import TODO_LIST, problem
from tests.flows.guarded_api.keys import key_of
from tests.flows.oauth import RelyingParty

pytestmark = pytest.mark.django_db


def test_every_refusal_has_an_id_of_its_own() -> None:
    ids = {problem(nobody().get("/api/protected/"), 401)["decision"] for _ in range(3)}
    assert len(ids) == 3


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_a_method_that_an_address_has_not_is_405(alice: User, method: str) -> None:
    response = jwt_of("alice").call(method, "/api/protected/")
    problem(response, 405)
    assert response["Allow"] == "GET"


def test_head_is_get_without_a_body(alice: User) -> None:
    response = jwt_of("alice").call("HEAD", "/api/protected/")
    assert (response.status_code, response.content) == (200, b"")


def test_another_answer_than_json_is_406(alice: User) -> None:
    caller = jwt_of("alice")
    problem(caller.get("/api/protected/", accept="text/html"), 406)
    for accept in ("*/*", "application/*", "text/html, */*;q=0.1", "application/json"):
        assert caller.get("/api/protected/", accept=accept).status_code == 200, accept
    for accept in ("", ";;;", "application", "a/b/c", "*;q=x", "\x00", "é"):
        assert caller.get("/api/protected/", accept=accept).status_code in (200, 406), accept


ROWS = (
    "/api/",
    "/api/status/",
    "/api/protected/",
    "/api/whoami/",
    "/api/admin-content/",
    "/api/manager-content/",
    "/api/hr-content/",
    TODO_LIST,
    f"{TODO_LIST}1/",
    "/api/v1/announcements/",
    "/api/v1/announcements/1/",
    "/api/v1/reports/",
    "/api/v1/reports/1/",
    "/api/v1/employees/",
    "/api/v1/employees/1/",
    "/api/v1/users/",
    "/api/v1/users/1/",
)


@pytest.mark.parametrize("path", ROWS)
def test_a_wrong_credential_is_401_even_where_anyone_may_read(db: None, path: str) -> None:
    bad = ("Bearer nonsense", "Bearer a.b.c", "Token " + "0" * 40, "Token nonsense", "Digest a")
    for header in bad:
        response = with_header(header).get(path)
        answer = problem(response, 401)
        assert answer["detail"] == "The credential is malformed, unknown, expired or revoked."
        assert "Bearer " in response["WWW-Authenticate"]


@pytest.mark.parametrize("path", [path for path in ROWS if not path.endswith("1/")])
def test_a_method_that_no_address_has_is_405_with_those_it_has_and_a_decision(
    people: dict[str, User], path: str
) -> None:
    asked = [jwt_of(people[role].username).call("PROPFIND", path) for role in Role]
    let_in = [answer for answer in asked if answer.status_code != 403]
    assert let_in
    for answer in let_in:
        explained = explain(problem(answer, 405)["decision"])
        assert (explained.facts.status, explained.facts.step) == (405, "method")
        assert "GET" in answer["Allow"].split(", ")


@pytest.mark.parametrize(
    ("who", "path", "missing"),
    [
        ("no role", TODO_LIST, "title"),
        ("Manager", "/api/v1/announcements/", "title"),
        ("Manager", "/api/v1/reports/", "title"),
        ("HR", "/api/v1/employees/", "name"),
    ],
)
def test_missing_fields_are_400_and_each_is_pointed_at(
    people: dict[str, User], who: str, path: str, missing: str
) -> None:
    answer = problem(jwt_of(people[who].username).post(path, {}), 400)
    assert f"#/{missing}" in [error["pointer"] for error in answer["errors"]]
    assert all(set(error) == {"pointer", "detail"} for error in answer["errors"])
    assert explain(answer["decision"]).facts.status == 400


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/api/admin-content/", "GET"),
        ("/api/manager-content/", "GET"),
        ("/api/hr-content/", "GET"),
        ("/api/v1/announcements/", "POST"),
        ("/api/v1/reports/", "GET"),
        ("/api/v1/employees/", "POST"),
        ("/api/v1/users/", "GET"),
    ],
)
def test_a_missing_role_is_403_without_a_challenge(alice: User, path: str, method: str) -> None:
    for caller in (session_of("alice"), jwt_of("alice"), drf_token_of("alice")):
        response = caller.call(method, path, {} if method == "POST" else None)
        assert explain(problem(response, 403)["decision"]).facts.step == "role"
        assert "WWW-Authenticate" not in response


@pytest.mark.parametrize(
    ("who", "path", "method", "scope"),
    [
        ("no role", "/api/whoami/", "GET", "account:read"),
        ("no role", TODO_LIST, "POST", "todo:write"),
        ("Manager", "/api/v1/announcements/", "POST", "announcements:write"),
        ("Manager", "/api/v1/reports/", "POST", "reports:write"),
        ("HR", "/api/v1/employees/", "GET", "employees:read"),
        ("HR", "/api/v1/employees/", "POST", "employees:write"),
    ],
)
def test_a_missing_scope_is_403_and_the_challenge_names_it(
    people: dict[str, User], web: RelyingParty, who: str, path: str, method: str, scope: str
) -> None:
    name = people[who].username
    for caller in (oauth2_of(web, name, ["openid"]), key_of(name, ["todo:read"])):
        response = caller.call(method, path, {} if method == "POST" else None)
        assert explain(problem(response, 403)["decision"]).facts.step == "scope"
        assert 'error="insufficient_scope"' in response["WWW-Authenticate"]
        assert f'scope="{scope}"' in response["WWW-Authenticate"]


def test_a_row_that_is_never_for_applications_is_403_without_insufficient_scope(
    people: dict[str, User], web: RelyingParty, machine: RelyingParty
) -> None:
    admin = people["Admin"].username
    every = ["openid", "account:read", "todo:read", "todo:write", "reports:read", "employees:read", "admin:read"]
    callers = (oauth2_of(web, admin, every), key_of(admin, ["admin:read"]), machine_of(machine, ["admin:read"]))
    for caller in callers:
        for path in ("/api/v1/users/", f"/api/v1/users/{people['HR'].pk}/"):
            response = caller.get(path)
            problem(response, 403)
            assert "WWW-Authenticate" not in response


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_anothers_object_is_404_by_every_method_like_one_that_is_none(people: dict[str, User], method: str) -> None:
    number = jwt_of(people["HR"].username).post(TODO_LIST, {"title": "Hers"}).json()["id"]
    other = jwt_of(people["Admin"].username)
    answers = [problem(other.call(method, f"{TODO_LIST}{one}/", {"title": "x"}), 404) for one in (number, 999_999)]
    assert [explain(answer.pop("decision")).facts.step for answer in answers] == ["object rule", "object rule"]
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    "path", ["/api/token/", "/api-token-auth/", "/api/jwt/token/", "/api/jwt/sliding/", "/api/login/"]
)
def test_too_many_guesses_are_429_and_say_when_to_come_back(alice: User, path: str) -> None:
    body = {"username": "alice", "password": "wrong"}
    responses = [nobody().post(path, body) for _ in range(11)]
    assert {response.status_code for response in responses[:10]} == {401}
    answer = problem(responses[-1], 429)
    assert int(responses[-1]["Retry-After"]) >= 1
    assert explain(answer["decision"]).facts.step == "limits"


def test_no_answer_of_the_api_may_be_kept_by_a_cache(alice: User, web: RelyingParty) -> None:
    callers = [nobody(), session_of("alice"), jwt_of("alice"), drf_token_of("alice"), with_header("Bearer nonsense")]
    paths = ["/api/", "/api/status/", "/api/protected/", "/api/whoami/", "/api/hr-content/", TODO_LIST, "/api/nothing/"]
    for caller in callers:
        for path in paths:
            response = caller.get(path)
            assert response["Cache-Control"] == "no-store"
            assert {"Authorization", "Cookie"} <= {name.strip() for name in response["Vary"].split(",")}
