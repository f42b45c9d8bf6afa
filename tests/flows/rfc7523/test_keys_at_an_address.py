"""A client whose keys stand at its `jwks_uri`: a new key counts at once, and nothing there makes a 5xx."""

from collections.abc import Callable, Iterator
from json import dumps
from typing import Any

import pytest
from django.test import Client

from tests.client_keys import ClientKey
from tests.client_server import ClientServer
from tests.flows.oauth import RelyingParty

pytestmark = [pytest.mark.django_db, pytest.mark.spec("RFC 7517 section 5")]
JSON = "Content-Type: application/json"
FIRST, SECOND = ClientKey(), ClientKey("PS256")


@pytest.fixture
def home(settings: Any) -> Iterator[ClientServer]:
    """The client's server, which a demo may fetch from."""
    settings.DEMO = True
    made = ClientServer()
    made.says(JSON, body=dumps(FIRST.jwks).encode())
    yield made
    made.close()


@pytest.fixture
def signer(register: Callable[..., RelyingParty], home: ClientServer) -> RelyingParty:
    """A client that proves itself with a key that stands at its address."""
    party = register(key=FIRST)
    type(party.application).objects.filter(pk=party.application.pk).update(jwks=None, jwks_uri=home.url)
    return party


def answer(party: RelyingParty) -> tuple[int, str]:
    response = party.token(Client(), grant_type="authorization_code", code="unknown")
    return response.status_code, response.json()["error"]


@pytest.mark.spec("OpenID Connect Core section 10.1.1")
def test_a_client_changes_its_key_without_telling_us(signer: RelyingParty, home: ClientServer) -> None:
    assert answer(signer) == answer(signer) == (400, "invalid_grant")
    assert len(home.requests) == 1
    home.says(JSON, body=dumps({"keys": [FIRST.jwk, SECOND.jwk]}).encode())
    signer.key = SECOND
    assert answer(signer) == (400, "invalid_grant")


@pytest.mark.parametrize("status", [404, 500, 302])
def test_an_address_without_keys_is_invalid_client(signer: RelyingParty, home: ClientServer, status: int) -> None:
    home.says(JSON, status=status)
    assert answer(signer) == (401, "invalid_client")


@pytest.mark.parametrize("body", [b"", b"{}", b"<html>", b'{"keys": 7}', b"[" * 50_000, b"x" * 100_000], ids=range(6))
def test_whatever_stands_there_is_invalid_client(signer: RelyingParty, home: ClientServer, body: bytes) -> None:
    home.says(JSON, body=body)
    assert answer(signer) == (401, "invalid_client")


def test_a_stranger_cannot_make_us_fetch_again_and_again(signer: RelyingParty, home: ClientServer) -> None:
    assert answer(signer) == (400, "invalid_grant")
    for _ in range(5):
        signer.key = ClientKey()
        assert answer(signer) == (401, "invalid_client")
    assert len(home.requests) == 2
    signer.key = FIRST
    assert answer(signer) == (400, "invalid_grant")


@pytest.mark.spec("OWASP ASVS 5.0 section 1.3.6")
def test_outside_the_demo_nothing_private_is_fetched(signer: RelyingParty, home: ClientServer, settings: Any) -> None:
    settings.DEMO = False
    assert answer(signer) == (401, "invalid_client")
    type(signer.application).objects.update(jwks_uri=home.url.replace("http:", "https:"))
    assert answer(signer) == (401, "invalid_client")
    assert home.requests == []
