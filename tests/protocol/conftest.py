"""People, clients and browsers as in the flows; here the database is looked into as well."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.flows.conftest import alice, bob_user_agent, cheap_passwords, register, spa, user_agent, web
from tests.flows.oauth import RelyingParty

__all__ = ["alice", "bob_user_agent", "cheap_passwords", "register", "spa", "user_agent", "web"]
TRANSACTIONS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


@pytest.fixture
def opaque(register: Callable[..., RelyingParty]) -> RelyingParty:
    """A confidential web application that asked for opaque access tokens."""
    return register(token_format="opaque")


@pytest.fixture
def statements() -> Callable[[Callable[[], Any]], list[str]]:
    """Return a function that runs a call and returns its statements, less those of transactions."""

    def run(call: Callable[[], Any]) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            call()
        return [query["sql"] for query in captured if not query["sql"].startswith(TRANSACTIONS)]

    return run
