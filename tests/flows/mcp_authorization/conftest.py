"""Agents with a token for the endpoint, of a person who agreed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from resources.models import Todo
from tests.flows.acting.conftest import administrator, helpdesk
from tests.flows.mcp_authorization.agent import HANDSHAKE, MCP, SCOPES, STATELESS, Agent
from tests.flows.oauth import RelyingParty

__all__ = ["administrator", "helpdesk"]


@pytest.fixture
def party(register: Callable[..., RelyingParty]) -> RelyingParty:
    """The client that agents are."""
    return register(name="An agent", scopes=f"openid account:read reports:read {SCOPES}")


@pytest.fixture(params=[HANDSHAKE, STATELESS])
def revision(request: pytest.FixtureRequest) -> str:
    """Each revision that is spoken."""
    return str(request.param)


@pytest.fixture
def agent(party: RelyingParty, user_agent: Client, revision: str) -> Agent:
    """An agent of alice's that may do everything."""
    return agent_of(party, user_agent, revision=revision)


@pytest.fixture
def entry(alice: User) -> int:
    """An entry of alice's."""
    return int(Todo.objects.create(user=alice, title="Water the plants").pk)


def agent_of(
    party: RelyingParty, browser: Client, scope: str = SCOPES, *, resource: str = MCP, revision: str = HANDSHAKE
) -> Agent:
    """Return an agent with a token that the person in `browser` agreed to."""
    tokens: dict[str, Any] = party.tokens(browser, scope=scope, resource=resource)
    return Agent(tokens["access_token"], revision)
