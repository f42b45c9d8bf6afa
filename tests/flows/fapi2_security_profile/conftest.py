"""Clients of the two FAPI 2.0 plans: plain requests, signed ones, and signed ones with signed responses (JARM)."""

from typing import Any

import pytest

from tests.flows.fapi import Bank
from tests.flows.fapi import bank as registered

VARIANTS: dict[str, dict[str, Any]] = {
    "security profile": {},
    "signed requests": {"signed": True},
    "signed responses": {"signed": True, "jarm": True},
}


@pytest.fixture(params=VARIANTS)
def bank(request: pytest.FixtureRequest, db: None) -> Bank:
    """The client of each variant of the plans."""
    return registered(**VARIANTS[request.param])


@pytest.fixture
def plain_bank(db: None) -> Bank:
    """The client of the Security Profile alone, for what the others do not change."""
    return registered()


@pytest.fixture
def other_bank(db: None) -> Bank:
    """A second client with a key of its own."""
    return registered()
