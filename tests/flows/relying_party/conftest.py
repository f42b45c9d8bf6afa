"""Relying parties of the live server: the demo's clients."""

import pytest

from tests.live.fixtures import live, newcomer, person, strict
from tests.live.relying_party import RelyingParty
from tests.live.server import LiveServer

__all__ = ["live", "newcomer", "person", "strict"]


@pytest.fixture
def web(live: LiveServer) -> RelyingParty:
    """The confidential web application, authenticated by client_secret_basic."""
    return RelyingParty(live, "Sample application")


@pytest.fixture
def native(live: LiveServer) -> RelyingParty:
    """The public native application, listening on a port of the moment."""
    return RelyingParty(live, "Native application", redirect_uri="http://127.0.0.1:53124/callback")


@pytest.fixture
def resource_server(live: LiveServer) -> RelyingParty:
    """The resource server that may introspect."""
    return RelyingParty(live, "Resource server")
