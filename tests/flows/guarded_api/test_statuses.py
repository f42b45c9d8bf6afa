"""Statuses, everywhere alike, each a problem with an id, and none for a cache (contract: The guarded API, RFC 9457)."""

import pytest

from accounts.models import User
from tests.flows.guarded_api.callers import drf_token_of, jwt_of, nobody, session_of, with_header
from tests.flows.guarded_api.conftest import TODO_LIST, problem
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


def test_too_many_guesses_are_429_and_say_when_to_come_back(alice: User) -> None:
    body = {"username": "alice", "password": "wrong"}
    responses = [nobody().post("/api/token/", body) for _ in range(11)]
    problem(responses[-1], 429)
    assert int(responses[-1]["Retry-After"]) > 0


def test_no_answer_of_the_api_may_be_kept_by_a_cache(alice: User, web: RelyingParty) -> None:
    callers = [nobody(), session_of("alice"), jwt_of("alice"), drf_token_of("alice"), with_header("Bearer nonsense")]
    paths = ["/api/", "/api/status/", "/api/protected/", "/api/whoami/", "/api/hr-content/", TODO_LIST, "/api/nothing/"]
    for caller in callers:
        for path in paths:
            response = caller.get(path)
            assert response["Cache-Control"] == "no-store"
            assert {"Authorization", "Cookie"} <= {name.strip() for name in response["Vary"].split(",")}
