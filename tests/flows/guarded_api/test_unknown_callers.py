"""Who asks without a good credential asks only so often from one address; good credentials are not counted."""

from typing import Any
from unittest.mock import Mock

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from accounts.services import unknown_callers
from tests.flows.guarded_api.callers import Caller, jwt_of, nobody, with_header
from tests.flows.guarded_api.conftest import problem

pytestmark = pytest.mark.django_db
STATUS, WHOAMI, MCP = "/api/status/", "/api/whoami/", "/mcp"


@pytest.fixture(autouse=True)
def three_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few enough to be used up, in a minute that does not end meanwhile."""
    monkeypatch.setattr(unknown_callers, "AT_MOST", 3)
    monkeypatch.setattr(unknown_callers, "time", Mock(time=lambda: 0.0))


def _waits(answer: Any) -> None:
    problem(answer, 429)
    assert answer["Retry-After"] == "60"
    assert "WWW-Authenticate" not in answer


@pytest.mark.parametrize("path", [STATUS, WHOAMI])
@pytest.mark.parametrize(
    "caller",
    [nobody(), with_header("Bearer nonsense"), with_header("Token " + "0" * 40), with_header("Nonsense x")],
    ids=["anonymous", "bearer", "token", "scheme"],
)
def test_the_fourth_in_a_minute_waits_whatever_it_asks_for(caller: Caller, path: str) -> None:
    first = [caller.get(path).status_code for _ in range(3)]
    assert set(first) <= {200, 401}
    _waits(caller.get(path))


def test_all_kinds_of_bad_credentials_are_counted_together(alice: User) -> None:
    for value in ("Bearer a", "Token b", "DPoP c"):
        assert with_header(value).get(STATUS).status_code == 401
    _waits(with_header("Bearer another").get(STATUS))
    _waits(nobody().get(STATUS))


def test_the_endpoint_of_the_tools_counts_too() -> None:
    for _ in range(3):
        assert Client().post(MCP, b"{}", content_type="application/json").status_code == 401
    _waits(Client().post(MCP, b"{}", content_type="application/json"))


def test_a_good_credential_is_not_counted_and_goes_on(alice: User) -> None:
    mine = jwt_of("alice")
    for _ in range(5):
        assert mine.get(WHOAMI).status_code == 200
    for _ in range(4):
        nobody().get(STATUS)
    _waits(nobody().get(STATUS))
    assert mine.get(WHOAMI).status_code == 200


def test_another_address_has_its_own() -> None:
    for _ in range(4):
        nobody().get(STATUS)
    assert Client(REMOTE_ADDR="192.0.2.7").get(STATUS).status_code == 200


def test_without_the_limits_by_address_nobody_waits(settings: Any) -> None:
    settings.ADDRESS_LIMITS = False
    assert {nobody().get(STATUS).status_code for _ in range(5)} == {200}


def test_without_the_cache_nobody_waits_and_nothing_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_: Any, **__: Any) -> None:
        raise ConnectionError("the cache is down")

    monkeypatch.setattr(cache, "add", down)
    assert {nobody().get(STATUS).status_code for _ in range(5)} == {200}
