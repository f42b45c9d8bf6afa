"""Clients that prove possession of a key, and the tokens that they get."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.flows.oauth import RelyingParty, allow
from tests.live.fixtures import live
from tests.proofs import Prover, ProvingClient

__all__ = ["live"]


@pytest.fixture
def prover() -> Prover:
    """A key of a client."""
    return Prover()


@pytest.fixture
def proving(prover: Prover) -> ProvingClient:
    """What sends a proof of that key with each request."""
    return ProvingClient(prover)


@pytest.fixture
def machine(register: Callable[..., RelyingParty]) -> RelyingParty:
    """A client that acts for itself."""
    return register(
        name="A nightly job", authorization_grant_type="client-credentials", redirect_uri="", scopes="reports:read"
    )


@pytest.fixture
def code(user_agent: Any) -> Callable[..., str]:
    """Return a function that gets a code for alice."""

    def get(party: RelyingParty, **changes: str | None) -> str:
        return allow(user_agent, user_agent.get("/o/authorize/", party.request(**changes)))["code"]

    return get
