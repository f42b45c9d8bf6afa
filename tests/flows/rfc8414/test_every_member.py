"""The metadata tells the truth: what it lists works, what it does not list does not (RFC 8414 section 2)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.flows.oauth import RelyingParty
from tests.flows.rfc8414 import checks_of_answers, checks_of_clients, checks_of_endpoints, checks_of_requests
from tests.flows.rfc8414.world import Check, World
from tests.flows.web_pages import held_still

pytestmark = [pytest.mark.spec("RFC 8414 section 2"), pytest.mark.spec("OpenID Connect Discovery section 3")]
CHECKS: dict[str, Check] = {
    **checks_of_endpoints.CHECKS,
    **checks_of_requests.CHECKS,
    **checks_of_clients.CHECKS,
    **checks_of_answers.CHECKS,
}


@pytest.fixture
def world(
    register: Callable[..., RelyingParty], user_agent: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> World:
    """The server with everything switched on."""
    settings.REGISTRATION = "open"
    return World(register, user_agent, settings, held_still(monkeypatch))


def test_every_member_has_its_check(world: World) -> None:
    assert set(world.document) == set(CHECKS)


@pytest.mark.parametrize("member", sorted(CHECKS))
def test_what_is_listed_works_and_what_is_not_does_not(world: World, member: str) -> None:
    CHECKS[member](world)
