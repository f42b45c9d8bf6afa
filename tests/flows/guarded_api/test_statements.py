"""Statements for who is asking: one for any bearer or DRF token, two for a session; the guard adds none."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.flows.guarded_api.callers import Caller, drf_token_of, jwt_of, oauth2_of, session_of
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


def test_who_is_asking_costs_one_statement_and_two_for_a_session(
    alice: User, web: RelyingParty, statements: Callable[[Callable[[], Any]], int]
) -> None:
    expected: list[tuple[Caller, int]] = [
        (session_of("alice"), 2),
        (jwt_of("alice"), 1),
        (drf_token_of("alice"), 1),
        (oauth2_of(web, "alice", ["account:read"]), 1),
    ]
    for caller, number in expected:
        caller.get("/api/status/")
        for path in ("/api/status/", "/api/protected/", "/api/whoami/", "/api/", "/api/hr-content/"):
            assert statements(lambda caller=caller, path=path: caller.get(path)) == number, (caller.headers, path)  # type: ignore[misc] # - defaults bind the loop's values


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
