"""Request objects by reference (RFC 9101 section 5.2): fetched where the client registered, and nowhere else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from oauth_server.protocol import fetching
from oauth_server.protocol.fetching import Fetched, FetchRefused
from tests.flows.oauth import RelyingParty, allow, answer_of
from tests.flows.rfc9101.signing import SigningParty

pytestmark = pytest.mark.spec("RFC 9101 section 5.2")
ADDRESS = "https://app.example.org/request.jwt"


class Web:
    """What stands at addresses, and which were asked for."""

    def __init__(self) -> None:
        self.pages: dict[str, Fetched] = {}
        self.asked: list[str] = []

    def fetch(self, url: str, **_: Any) -> Fetched:
        """Answer as the guarded fetcher does."""
        self.asked.append(url)
        if url not in self.pages:
            raise FetchRefused("The address could not be fetched.")
        return self.pages[url]


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Web:
    """The outside, held still."""
    cache.clear()
    web = Web()
    monkeypatch.setattr(fetching, "fetch", web.fetch)
    return web


@pytest.fixture
def referring(register_signing: Callable[..., SigningParty]) -> SigningParty:
    """A client that registered two addresses of request objects."""
    return register_signing(request_uris=f"{ADDRESS} {ADDRESS}#hash")


def asked(party: RelyingParty, address: str) -> dict[str, str]:
    return {**party.request(), "request_uri": address}


@pytest.mark.parametrize("fragment", ["", "#hash"])
def test_a_registered_address_is_fetched_without_its_fragment(
    user_agent: Client, referring: SigningParty, world: Web, fragment: str
) -> None:
    world.pages[ADDRESS] = Fetched(200, "application/oauth-authz-req+jwt", referring.object().encode())
    query = asked(referring.party, ADDRESS + fragment) | {"state": "outside", "scope": "openid admin:read"}
    assert allow(user_agent, user_agent.get("/o/authorize/", query))["state"] == "a state"
    assert world.asked == [ADDRESS]


@pytest.mark.spec("RFC 9101 section 10.4.1")
@pytest.mark.parametrize(
    "address",
    [
        "https://app.example.org/other.jwt",
        f"{ADDRESS}?x=1",
        f"{ADDRESS}/",
        f"{ADDRESS}#other",
        "https://app.example.org:443/request.jwt",
        "https://APP.example.org/request.jwt",
        "https://app.example.org@evil.example.org/request.jwt",
        "http://app.example.org/request.jwt",
        "http://127.0.0.1/request.jwt",
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "urn:example:request",
        "x",
    ],
)
def test_any_other_address_is_refused_and_not_fetched(
    user_agent: Client, referring: SigningParty, world: Web, address: str
) -> None:
    answer = answer_of(user_agent.get("/o/authorize/", asked(referring.party, address)))
    assert answer["error"] == "invalid_request_uri"
    assert world.asked == []


def test_what_was_fetched_serves_again_for_a_while(user_agent: Client, referring: SigningParty, world: Web) -> None:
    world.pages[ADDRESS] = Fetched(200, "application/jwt", referring.object().encode())
    for _ in range(3):
        response = user_agent.get("/o/authorize/", asked(referring.party, ADDRESS))
        assert response["Location"].startswith("/consent/")
    assert world.asked == [ADDRESS]


@pytest.mark.parametrize(
    "page",
    [None, Fetched(404, "text/html", b"no"), Fetched(200, "text/html", "ü".encode()), Fetched(200, "text/html", b"")],
)
def test_an_address_that_does_not_answer_is_refused_by_name_and_not_asked_again_at_once(
    user_agent: Client, referring: SigningParty, world: Web, page: Fetched | None
) -> None:
    if page:
        world.pages[ADDRESS] = page
    for _ in range(3):
        answer = answer_of(user_agent.get("/o/authorize/", asked(referring.party, ADDRESS)))
        assert answer["error"] == "invalid_request_uri"
    assert world.asked == [ADDRESS]


def test_what_is_no_request_object_is_refused_by_name(user_agent: Client, referring: SigningParty, world: Web) -> None:
    world.pages[ADDRESS] = Fetched(200, "text/html", b"<html></html>")
    answer = answer_of(user_agent.get("/o/authorize/", asked(referring.party, ADDRESS)))
    assert answer["error"] == "invalid_request_object"


def test_both_ways_at_once_are_refused(user_agent: Client, referring: SigningParty, world: Web) -> None:
    query = asked(referring.party, ADDRESS) | referring.query()
    assert answer_of(user_agent.get("/o/authorize/", query))["error"] == "invalid_request"
    assert world.asked == []


@pytest.mark.spec("OpenID Connect Discovery section 3")
def test_the_metadata_says_so(db: None) -> None:
    document = Client().get("/.well-known/openid-configuration").json()
    assert document["request_parameter_supported"] is True
    assert document["request_uri_parameter_supported"] is True
    assert document["require_request_uri_registration"] is True
    assert "none" not in document["request_object_signing_alg_values_supported"]
