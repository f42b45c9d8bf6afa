"""A client whose identifier is the address of its metadata (Client ID Metadata Document)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from oauth_server.protocol import fetching
from oauth_server.protocol.models import Application, Grant
from oauth_server.protocol.services import unused_clients
from tests.flows.client_keys import JWKS
from tests.flows.oauth import CALLBACK, RelyingParty, allow
from tests.flows.web_pages import Web, held_still

ADDRESS = "https://client.example.org/oauth/client.json"
DOCUMENT: dict[str, Any] = {
    "client_id": ADDRESS,
    "client_name": "An agent",
    "redirect_uris": [CALLBACK],
    "grant_types": ["authorization_code", "refresh_token"],
    "token_endpoint_auth_method": "none",
}
pytestmark = [pytest.mark.django_db, pytest.mark.spec("Client ID Metadata Document section 4")]


@pytest.fixture(autouse=True)
def open_to_all(settings: Any) -> None:
    """Documents are read where anybody may register a client."""
    settings.REGISTRATION = "open"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Web:
    """The outside, with the document in it."""
    web = held_still(monkeypatch)
    web.put(ADDRESS, DOCUMENT)
    return web


@pytest.fixture
def agent(world: Web) -> RelyingParty:
    """The client, which this server has never seen."""
    return RelyingParty(Application(client_id=ADDRESS), "")


def refused(user_agent: Client, agent: RelyingParty) -> bool:
    """Return whether the client is unknown: a page, and no redirect."""
    response = user_agent.get("/o/authorize/", agent.request())
    assert response.status_code in (302, 400)
    return bool(response.status_code == 400)


def test_an_unknown_client_is_read_asked_for_and_served(user_agent: Client, agent: RelyingParty, world: Web) -> None:
    page = user_agent.get("/o/authorize/", agent.request(), follow=True)
    assert b"It describes itself at <bdi>client.example.org</bdi>" in b" ".join(page.content.split())
    assert b"Unverified" in page.content
    assert b"An agent" in page.content
    tokens = agent.tokens(user_agent)
    assert agent.refresh(Client(), tokens["refresh_token"]).status_code == 200
    assert world.asked == [ADDRESS]
    row = Application.objects.get()
    assert (row.registration_source, row.client_type, row.token_endpoint_auth_method) == ("cimd", "public", "none")
    assert row.scopes == "openid profile email offline_access account:read todo:read todo:write"
    assert row.client_secret == ""


@pytest.mark.spec("Client ID Metadata Document section 5")
def test_the_metadata_says_whether_documents_are_read(client: Client, settings: Any) -> None:
    for registration in ("open", "token", "off"):
        settings.REGISTRATION = registration
        document = client.get("/.well-known/oauth-authorization-server").json()
        assert document["client_id_metadata_document_supported"] is (registration == "open")


@pytest.mark.parametrize("registration", ["off", "token"])
def test_nothing_is_read_and_nothing_new_granted_unless_anybody_may_register(
    user_agent: Client, agent: RelyingParty, world: Web, settings: Any, registration: str
) -> None:
    settings.REGISTRATION = registration
    assert refused(user_agent, agent)
    assert world.asked == []
    settings.REGISTRATION = "open"
    tokens = agent.tokens(user_agent)
    settings.REGISTRATION = registration
    assert refused(user_agent, agent)
    assert agent.refresh(Client(), tokens["refresh_token"]).status_code == 200


def test_consent_is_asked_each_time(user_agent: Client, agent: RelyingParty) -> None:
    agent.tokens(user_agent)
    assert "/consent/" in user_agent.get("/o/authorize/", agent.request())["Location"]
    silent = user_agent.get("/o/authorize/", agent.request(prompt="none"))
    assert "error=consent_required" in silent["Location"]


@pytest.mark.spec("Client ID Metadata Document section 3")
@pytest.mark.parametrize(
    "address",
    [
        "http://client.example.org/client.json",
        "http://127.0.0.1/client.json",
        "https://client.example.org",
        "https://client.example.org/",
        "https://client.example.org/a/../client.json",
        "https://client.example.org/a/%2E%2e/client.json",
        "https://client.example.org/./client.json",
        "https://client.example.org/client.json#fragment",
        "https://client.example.org/client.json#",
        "https://user@client.example.org/client.json",
        "https://user:password@client.example.org/client.json",
        "https://client.example.org:99999/client.json",
        "https://client.example.org\\@evil.example/client.json",
        f"https://client.example.org/{'a' * 255}",
        "https:///client.json",
        "ftp://client.example.org/client.json",
        "//client.example.org/client.json",
        "client.example.org/client.json",
    ],
)
def test_an_identifier_that_is_no_such_address_is_never_asked(user_agent: Client, world: Web, address: str) -> None:
    world.put(address, DOCUMENT | {"client_id": address})
    assert refused(user_agent, RelyingParty(Application(client_id=address), ""))
    assert world.asked == []


@pytest.mark.spec("Client ID Metadata Document section 4.1")
@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": ADDRESS + "?"},
        {"client_id": ADDRESS.replace("client.example", "CLIENT.example")},
        {"client_id": None},
        {"client_id": [ADDRESS]},
        {"client_secret": "a secret"},
        {"client_secret_expires_at": 0},
        {"token_endpoint_auth_method": "client_secret_basic"},
        {"token_endpoint_auth_method": "client_secret_post"},
        {"token_endpoint_auth_method": "private_key_jwt"},
        {"redirect_uris": []},
        {"redirect_uris": ["http://app.example.org/callback"]},
        {"redirect_uris": [CALLBACK + "#fragment"]},
        {"jwks": {"keys": [{"kty": "oct", "k": "AA"}]}},
        {"grant_types": ["client_credentials"]},
        {"response_types": ["token"]},
        {"client_name": "a\x00b"},
    ],
)
def test_a_document_that_says_what_no_client_may_is_none(
    user_agent: Client, agent: RelyingParty, world: Web, changes: dict[str, Any]
) -> None:
    world.put(ADDRESS, DOCUMENT | changes)
    assert refused(user_agent, agent)
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    ("content", "options"),
    [
        (DOCUMENT, {"status": 404}),
        (DOCUMENT, {"status": 201}),
        (DOCUMENT, {"content_type": "text/html"}),
        ([DOCUMENT], {}),
        (b"{", {}),
        (b"[" * 5000, {}),
        (DOCUMENT | {"padding": "a" * 20_000}, {}),
    ],
)
def test_what_is_no_document_is_no_client(
    user_agent: Client, agent: RelyingParty, world: Web, content: Any, options: dict[str, Any]
) -> None:
    world.put(ADDRESS, content, **options)
    assert refused(user_agent, agent)
    assert not Application.objects.exists()


def test_a_missing_method_means_none_and_a_key_is_as_good(user_agent: Client, agent: RelyingParty, world: Web) -> None:
    world.put(ADDRESS, {name: value for name, value in DOCUMENT.items() if name != "token_endpoint_auth_method"})
    agent.tokens(user_agent)
    assert Application.objects.get().token_endpoint_auth_method == "none"
    other = ADDRESS + "?key"
    world.put(other, DOCUMENT | {"client_id": other, "token_endpoint_auth_method": "private_key_jwt", "jwks": JWKS})
    assert not refused(user_agent, RelyingParty(Application(client_id=other), ""))
    assert Application.objects.get(client_id=other).client_type == "confidential"


@pytest.mark.spec("RFC 9126 section 2.1")
def test_a_client_that_is_first_seen_at_the_pushed_request_is_read_too(
    user_agent: Client, agent: RelyingParty, world: Web
) -> None:
    response = agent.post(Client(), "/o/par/", **agent.request())
    assert response.status_code == 201
    query = {"client_id": ADDRESS, "request_uri": response.json()["request_uri"]}
    assert "code" in allow(user_agent, user_agent.get("/o/authorize/", query))
    assert world.asked == [ADDRESS]


def test_a_change_takes_effect_after_an_hour_and_an_end_too(
    user_agent: Client, agent: RelyingParty, world: Web
) -> None:
    tokens = agent.tokens(user_agent)
    moved = DOCUMENT | {"redirect_uris": ["https://new.example.org/callback"], "client_name": "Renamed"}
    world.put(ADDRESS, moved)
    assert not refused(user_agent, agent)
    assert world.asked == [ADDRESS]
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert refused(user_agent, agent)
        assert not refused(user_agent, RelyingParty(agent.application, "", "https://new.example.org/callback"))
        assert Application.objects.get().name == "Renamed"
    del world.pages[ADDRESS]
    with time_machine.travel(timezone.now() + timedelta(minutes=130)):
        assert refused(user_agent, RelyingParty(agent.application, "", "https://new.example.org/callback"))
        assert agent.refresh(Client(), tokens["refresh_token"]).status_code == 200


def test_what_an_administrator_verified_is_verified_no_more_once_it_is_another(
    user_agent: Client, agent: RelyingParty, world: Web
) -> None:
    agent.tokens(user_agent)
    Application.objects.update(hosts_verified=True)
    for hours, change, verified in ((1, {"contacts": ["a@example.org"]}, True), (2, {"client_name": "Bank"}, False)):
        world.put(ADDRESS, DOCUMENT | change)
        with time_machine.travel(timezone.now() + timedelta(hours=hours, minutes=5)):
            assert not refused(user_agent, agent)
        assert Application.objects.get().hosts_verified is verified


def test_a_client_that_stops_proving_itself_loses_what_it_was_granted(
    user_agent: Client, agent: RelyingParty, world: Web
) -> None:
    tokens = agent.tokens(user_agent)
    world.put(ADDRESS, DOCUMENT | {"token_endpoint_auth_method": "private_key_jwt", "jwks": JWKS})
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert not refused(user_agent, agent)
    assert not Grant.objects.filter(revoked_at=None).exists()
    assert agent.refresh(Client(), tokens["refresh_token"]).status_code == 401


def test_a_client_that_an_administrator_disabled_is_not_read_again(
    user_agent: Client, agent: RelyingParty, world: Web
) -> None:
    agent.tokens(user_agent)
    Application.objects.update(enabled=False, cimd_expires_at=timezone.now() - timedelta(hours=1))
    assert refused(user_agent, agent)
    assert not Application.objects.get().enabled
    assert len(world.asked) == 1


@pytest.mark.spec("Client ID Metadata Document section 6")
def test_an_address_that_failed_is_left_alone_for_a_minute(
    cache_of_our_clock: None, user_agent: Client, agent: RelyingParty, world: Web
) -> None:
    document = world.pages.pop(ADDRESS)
    for _ in range(5):
        assert refused(user_agent, agent)
    assert len(world.asked) == 1
    world.pages[ADDRESS] = document
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert not refused(user_agent, agent)


@pytest.mark.spec("Client ID Metadata Document section 6")
def test_nobody_makes_this_server_ask_around(user_agent: Client, agent: RelyingParty, world: Web) -> None:
    for number in range(20):
        assert refused(user_agent, RelyingParty(Application(client_id=f"{ADDRESS}?{number}"), ""))
    for number in range(20):
        other = f"https://host{number}.example.org/client.json"
        assert refused(user_agent, RelyingParty(Application(client_id=other), ""))
    assert len(world.asked) == 10
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert not refused(user_agent, agent)


@pytest.mark.spec("Client ID Metadata Document section 6")
def test_new_clients_come_in_as_slowly_as_by_registration(user_agent: Client, world: Web) -> None:
    for number in range(12):
        address = f"https://host{number}.example.org/client.json"
        world.put(address, DOCUMENT | {"client_id": address})
        assert refused(user_agent, RelyingParty(Application(client_id=address), "")) == (number >= 10)
    assert Application.objects.count() == 10


@pytest.mark.spec("Client ID Metadata Document section 6")
def test_whoever_has_no_attempt_left_holds_up_nobody_else(user_agent: Client, agent: RelyingParty, world: Web) -> None:
    agent.tokens(user_agent)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        mallory = Client(REMOTE_ADDR="192.0.2.66")
        for number in range(10):
            other = f"https://host{number}.example.org/client.json"
            assert refused(mallory, RelyingParty(Application(client_id=other), ""))
        assert refused(mallory, agent)
        assert not refused(user_agent, agent)


@pytest.mark.spec("Client ID Metadata Document section 6")
def test_that_this_server_is_busy_says_nothing_of_a_document(
    user_agent: Client, agent: RelyingParty, world: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(url: str, **_: Any) -> None:
        raise fetching.TooBusy("The address could not be fetched.")

    with monkeypatch.context() as patch:
        patch.setattr(fetching, "fetch", busy)
        assert refused(user_agent, agent)
    assert not refused(user_agent, agent)


@pytest.mark.spec("Client ID Metadata Document section 6")
def test_there_are_only_so_many_such_clients_that_nobody_uses(
    user_agent: Client, agent: RelyingParty, world: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unused_clients, "MOST", 1)
    assert not refused(user_agent, agent)
    other = ADDRESS + "?2"
    world.put(other, DOCUMENT | {"client_id": other})
    assert refused(user_agent, RelyingParty(Application(client_id=other), ""))
    assert world.asked == [ADDRESS]
    agent.tokens(user_agent)
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert not refused(user_agent, RelyingParty(Application(client_id=other), ""))
