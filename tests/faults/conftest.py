"""People and clients for faults: in process where a fault is injected, at the live server where many come at once."""

import pytest

from tests.flows.conftest import alice, cheap_passwords, register, user_agent, web
from tests.live.fixtures import live, newcomer, person
from tests.live.relying_party import RelyingParty
from tests.live.server import LiveServer

__all__ = ["alice", "cheap_passwords", "live", "newcomer", "person", "register", "user_agent", "web"]


@pytest.fixture
def live_web(live: LiveServer) -> RelyingParty:
    """The confidential web application of the demo."""
    return RelyingParty(live, "Sample application")
