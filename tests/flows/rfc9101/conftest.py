"""Clients that sign their requests."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.client_keys import ClientKey
from tests.flows.oauth import RelyingParty
from tests.flows.rfc9101.signing import SigningParty


@pytest.fixture
def register_signing(register: Callable[..., RelyingParty]) -> Callable[..., SigningParty]:
    """Return a function that registers a client with the key that signs its requests."""

    def register_client(**fields: Any) -> SigningParty:
        key = ClientKey()
        return SigningParty(register(jwks=key.jwks, **fields), key)

    return register_client


@pytest.fixture
def signing(register_signing: Callable[..., SigningParty]) -> SigningParty:
    """A web application that may sign its requests."""
    return register_signing()
