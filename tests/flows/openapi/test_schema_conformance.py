"""What the API answers is what its description says, with every kind of credential (OpenAPI 3.1).

A few cases of each operation, always the same ones; `python -m tests.flows.openapi.campaign` looks for much longer.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final, cast

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy
from schemathesis.checks import CHECKS, load_all_checks

from accounts.models import User
from accounts.roles import Role
from accounts.services.api_keys import create_personal_key, create_service_key
from accounts.services.roles import grant_role
from tests.flows.conftest import PASSWORD
from tests.flows.guarded_api.callers import drf_key_of, jwt_pair_of, machine_of, nobody, oauth2_of, session_of
from tests.flows.guarded_api.conftest import machine
from tests.flows.oauth import RelyingParty
from tests.flows.openapi.campaign import CHECKS_HERE, ENDINGS
from tests.flows.openapi.credentials import RESOURCE_SCOPES, Headers

__all__ = ["machine"]
load_all_checks()
ONE_OF_EACH: Final = settings(
    max_examples=2,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@contextmanager
def open_connection() -> Iterator[None]:
    """Keep the connection of the test's transaction, which the end of a request would close."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def everybody(db: None) -> User:
    """A person who holds every role."""
    person = User.objects.create_user("everybody", "everybody@example.org", PASSWORD)
    for role in Role:
        grant_role(user=person, role=role)
    return person


@pytest.fixture
def credentials(everybody: User, web: RelyingParty, machine: RelyingParty) -> dict[str, Callable[[], Headers]]:
    """Return by kind what makes the headers of a request."""
    name = everybody.username
    bearer = "Bearer {}".format
    return {
        "anonymous": dict,
        "session": lambda: _cookies(session_of(name)),
        "jwt": lambda: {"Authorization": bearer(jwt_pair_of(name)["access"])},
        "sliding": lambda: {"Authorization": bearer(_sliding(name))},
        "drf_token": lambda: {"Authorization": f"Token {drf_key_of(name)}"},
        "api_key": lambda: {"X-API-Key": create_personal_key(user=everybody, name="all", scopes=RESOURCE_SCOPES)[1]},
        "service_key": lambda: {"X-API-Key": create_service_key(name="all", scopes=RESOURCE_SCOPES, by=None)[1]},
        "oauth2": lambda: {
            "Authorization": oauth2_of(web, name, ["account:read", "todo:read"]).headers["authorization"]
        },
        "oauth2_machine": lambda: {"Authorization": machine_of(machine, ["reports:read"]).headers["authorization"]},
    }


KINDS: Final = (
    "anonymous",
    "session",
    "jwt",
    "sliding",
    "drf_token",
    "api_key",
    "service_key",
    "oauth2",
    "oauth2_machine",
)


@pytest.mark.parametrize("kind", KINDS)
def test_every_answer_is_described(kind: str, credentials: dict[str, Callable[[], Headers]], settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ADDRESS_LIMITS = False
    headers = credentials[kind]()
    victim = User.objects.create_user("victim", "victim@example.org", PASSWORD)
    checks = CHECKS.get_by_names(CHECKS_HERE)
    with open_connection():
        for cases in _cases():
            _hold(cases, headers, checks, victim)


@cache
def _cases() -> list[SearchStrategy[Any]]:
    """Return the cases of every operation but those at which a caller ends its own credential; made once."""
    schema = schemathesis.openapi.from_wsgi("/api/schema/", get_wsgi_application())
    operations: list[Any] = [cast("Any", result).ok() for result in schema.get_all_operations()]
    return [operation.as_strategy() for operation in operations if operation.path not in ENDINGS]


def _hold(cases: SearchStrategy[Any], headers: Headers, checks: Any, victim: User) -> None:
    @ONE_OF_EACH
    @given(case=cases)
    def hold(case: Any) -> None:
        if case.operation.path.startswith("/api/v1/users/{id}/"):
            case.path_parameters = {"id": victim.pk}  # never the caller, who would disable or delete itself
        case.validate_response(case.call(headers=headers), checks=checks)

    hold()


def _cookies(caller: Any) -> Headers:
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in caller.client.cookies.items())
    return {"Cookie": cookie, "X-CSRFToken": caller.headers["x-csrftoken"]}


def _sliding(name: str) -> str:
    answer = nobody().post("/api/jwt/sliding/", {"username": name, "password": PASSWORD})
    return str(answer.json()["token"])
