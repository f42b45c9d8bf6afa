"""Pairwise clients and their sector (OpenID Connect Registration section 5, Core section 8.1)."""

from typing import Any

import pytest

from oauth_server.protocol.models import Application
from tests.flows.registration import manage, refused, registered
from tests.flows.web_pages import Web, held_still

pytestmark = [pytest.mark.django_db, pytest.mark.spec("OpenID Connect Registration section 5")]
SECTOR = "https://sector.example.org/redirects.json"
TWO_HOSTS = ["https://one.example.org/callback", "https://two.example.org/callback"]


@pytest.fixture(autouse=True)
def open_to_all(settings: Any) -> None:
    """Registration by whoever comes."""
    settings.REGISTRATION = "open"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Web:
    """The outside, with a sector identifier in it."""
    web = held_still(monkeypatch)
    web.put(SECTOR, [*TWO_HOSTS, "https://three.example.org/callback"])
    return web


def test_one_host_is_a_sector_and_two_are_none() -> None:
    answer = registered(
        redirect_uris=["https://one.example.org/a", "https://one.example.org/b"], subject_type="pairwise"
    )
    assert answer["subject_type"] == "pairwise"
    assert Application.objects.get().sector == "one.example.org"
    assert refused({"redirect_uris": TWO_HOSTS, "subject_type": "pairwise"})[2].startswith("subject_type:")


def test_a_sector_identifier_that_lists_every_redirect_uri_joins_hosts(world: Web) -> None:
    metadata = {"redirect_uris": TWO_HOSTS, "subject_type": "pairwise", "sector_identifier_uri": SECTOR}
    answer = registered(metadata)
    assert answer["sector_identifier_uri"] == SECTOR
    assert Application.objects.get().sector == "sector.example.org"
    more = metadata | {"client_id": answer["client_id"], "redirect_uris": [*TWO_HOSTS, "https://four.example.org/"]}
    assert manage("PUT", answer, more).json()["error_description"].startswith("sector_identifier_uri:")
    assert manage("GET", answer).json()["redirect_uris"] == TWO_HOSTS
    assert len(world.asked) == 2


@pytest.mark.parametrize(
    ("content", "options"),
    [
        (TWO_HOSTS[:1], {}),
        ({"redirect_uris": TWO_HOSTS}, {}),
        ([TWO_HOSTS], {}),
        (" ".join(TWO_HOSTS), {}),
        (b"[", {}),
        (b"\xff", {}),
        (TWO_HOSTS, {"status": 404}),
        (TWO_HOSTS, {"content_type": "text/html"}),
        (None, {}),
    ],
)
def test_a_sector_identifier_that_does_not_is_refused(world: Web, content: Any, options: dict[str, Any]) -> None:
    world.put(SECTOR, content, **options)
    metadata = {"redirect_uris": TWO_HOSTS, "sector_identifier_uri": SECTOR}
    status, error, description = refused(metadata)
    assert (status, error) == (400, "invalid_client_metadata")
    assert description.startswith("sector_identifier_uri:")
    assert not Application.objects.exists()


def test_an_address_inside_is_never_asked() -> None:
    for address in (
        "https://127.0.0.1/s.json",
        "https://10.0.0.1/s.json",
        "https://[::1]/s.json",
        "https://169.254.169.254/",
    ):
        metadata = {"redirect_uris": TWO_HOSTS, "sector_identifier_uri": address}
        assert refused(metadata)[2] == "sector_identifier_uri: The address could not be fetched."


def test_what_is_refused_for_another_reason_fetches_nothing(world: Web) -> None:
    metadata = {"redirect_uris": ["http://one.example.org/"], "sector_identifier_uri": SECTOR}
    assert refused(metadata)[1] == "invalid_redirect_uri"
    assert world.asked == []


def test_a_client_makes_this_server_ask_only_so_often(world: Web) -> None:
    client = registered()
    for number in range(15):
        body = {
            "client_id": client["client_id"],
            "redirect_uris": TWO_HOSTS,
            "sector_identifier_uri": f"{SECTOR}?{number}",
        }
        assert manage("PUT", client, body).status_code == 400
    assert len(world.asked) == 10


def test_too_many_come_before_the_fetch(world: Web) -> None:
    for _ in range(10):
        registered()
    assert refused({"redirect_uris": TWO_HOSTS, "sector_identifier_uri": SECTOR})[0] == 429
    assert world.asked == []
