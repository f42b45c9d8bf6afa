"""Whose attempts count when a document cannot be read (Client ID Metadata Document section 6)."""

from typing import Any

import pytest
from django.test import Client

from oauth_server.protocol.models import Application
from tests.flows.client_id_metadata_document.test_documents import ADDRESS, DOCUMENT, refused
from tests.flows.oauth import RelyingParty
from tests.flows.web_pages import Web, held_still

pytestmark = [pytest.mark.django_db, pytest.mark.spec("Client ID Metadata Document section 6")]


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Web:
    """The outside, with the document in it; anybody may register a client."""
    settings.REGISTRATION = "open"
    web = held_still(monkeypatch)
    web.put(ADDRESS, DOCUMENT)
    return web


def agent(address: str) -> RelyingParty:
    return RelyingParty(Application(client_id=address), "")


def test_one_caller_does_not_use_up_the_attempts_at_a_host(user_agent: Client, world: Web) -> None:
    mallory = Client(REMOTE_ADDR="192.0.2.66")
    for number in range(20):
        assert refused(mallory, agent(f"{ADDRESS}?{number}"))
    assert len(world.asked) == 10
    assert not refused(user_agent, agent(ADDRESS))


def test_all_callers_together_ask_a_host_only_so_often(user_agent: Client, world: Web) -> None:
    for caller in range(11):
        mallory = Client(REMOTE_ADDR=f"192.0.2.{caller}")
        for number in range(10):
            assert refused(mallory, agent(f"{ADDRESS}?{caller}.{number}"))
    assert len(world.asked) == 100
    assert refused(user_agent, agent(ADDRESS))
    assert len(world.asked) == 100
