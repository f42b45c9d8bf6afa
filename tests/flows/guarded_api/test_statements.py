"""Statements for who is asking: one for any bearer, key or token, two for a session; the guard adds none."""

from collections.abc import Callable
from ipaddress import ip_network
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.flows.conftest import PASSWORD
from tests.flows.guarded_api.callers import Caller, drf_token_of, jwt_of, oauth2_of, session_of, with_header
from tests.flows.guarded_api.keys import key_of, service_key_of, with_access_cookie_alone
from tests.flows.oauth import RelyingParty

TRANSACTIONS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


@pytest.fixture
def statements() -> Callable[[Callable[[], Any]], int]:
    """Return a function that counts the statements of a call, less those of transactions."""

    def count(call: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as captured:
            call()
        return len([query for query in captured if not query["sql"].startswith(TRANSACTIONS)])

    return count


def sliding_of(name: str) -> Caller:
    """An app of ours with a sliding token."""
    response = Caller().post("/api/jwt/sliding/", {"username": name, "password": PASSWORD})
    return with_header(f"Bearer {response.json()['token']}")


def test_who_is_asking_costs_one_statement_and_two_for_a_session(
    alice: User, web: RelyingParty, statements: Callable[[Callable[[], Any]], int]
) -> None:
    expected: list[tuple[Caller, int]] = [
        (session_of("alice"), 2),
        (jwt_of("alice"), 1),
        (drf_token_of("alice"), 1),
        (oauth2_of(web, "alice", ["account:read"]), 1),
        (key_of("alice", ["account:read", "employees:read"]), 1),
        (with_access_cookie_alone("alice"), 1),
        (sliding_of("alice"), 1),
    ]
    for caller, number in expected:
        caller.get("/api/status/")
        for path in ("/api/status/", "/api/protected/"):
            assert statements(lambda caller=caller, path=path: caller.get(path)) == number, (caller.headers, path)  # type: ignore[misc] # - defaults bind the loop's values


def test_to_say_what_the_caller_may_do_costs_one_statement_more_for_their_permissions(
    alice: User, statements: Callable[[Callable[[], Any]], int]
) -> None:
    for caller, number in ((session_of("alice"), 3), (jwt_of("alice"), 2), (key_of("alice", ["account:read"]), 2)):
        caller.get("/api/status/")
        for path in ("/api/whoami/", "/api/"):
            assert statements(lambda caller=caller, path=path: caller.get(path)) == number, (caller.headers, path)  # type: ignore[misc] # - defaults bind the loop's values


def test_a_service_key_costs_one_statement(db: None, statements: Callable[[Callable[[], Any]], int]) -> None:
    service = service_key_of(["account:read"])
    service.get("/api/status/")
    assert statements(lambda: service.get("/api/status/")) == 1


def test_whom_a_proxy_names_costs_one_statement(
    alice: User, settings: Any, statements: Callable[[Callable[[], Any]], int]
) -> None:
    settings.REMOTE_USER_HEADER, settings.TRUSTED_PROXIES = "X-Remote-User", [ip_network("127.0.0.1")]
    assert statements(lambda: Caller(headers={"x-remote-user": "alice"}).get("/api/protected/")) == 1


def test_a_key_that_is_none_costs_no_statement(db: None, statements: Callable[[Callable[[], Any]], int]) -> None:
    mistyped = Caller(headers={"x-api-key": "osk_" + "0" * 38})
    assert statements(lambda: mistyped.get("/api/protected/")) == 0


def test_a_header_beside_a_session_does_not_read_the_session(
    alice: User, statements: Callable[[Callable[[], Any]], int]
) -> None:
    signed_in, header = session_of("alice"), jwt_of("alice").headers["authorization"]
    assert statements(lambda: signed_in.get("/api/protected/", authorization=header)) == 1


def test_nobody_costs_no_statement(db: None, statements: Callable[[Callable[[], Any]], int]) -> None:
    assert statements(lambda: Caller().get("/api/status/")) == 0
    assert statements(lambda: Caller().get("/api/protected/")) == 0
    assert statements(lambda: Caller(headers={"authorization": "Bearer"}).get("/api/protected/")) == 0


def test_a_list_costs_two_statements_more(alice: User, statements: Callable[[Callable[[], Any]], int]) -> None:
    caller = jwt_of("alice")
    for number in range(20):
        caller.post("/api/v1/todo/", {"title": str(number)})
    assert statements(lambda: caller.get("/api/v1/todo/")) == 3


def test_a_refusal_of_an_identified_caller_costs_two_statements_more(
    alice: User, web: RelyingParty, statements: Callable[[Callable[[], Any]], int]
) -> None:
    for caller, number in ((session_of("alice"), 2), (jwt_of("alice"), 1), (oauth2_of(web, "alice", ["openid"]), 1)):
        caller.get("/api/status/")
        for path in ("/api/hr-content/", "/api/v1/users/"):
            assert statements(lambda caller=caller, path=path: caller.get(path)) == number + 2, (caller.headers, path)  # type: ignore[misc] # - defaults bind the loop's values
