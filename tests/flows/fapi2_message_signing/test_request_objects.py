"""Signed requests of a FAPI client (FAPI 2.0 Message Signing): when they were made, and for how long."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from oauth_server.protocol.models import Application
from oauth_server.vocabulary import ClientPreset
from tests.client_keys import ClientKey
from tests.flows.oauth import RelyingParty, answer_of
from tests.flows.rfc9101.signing import SigningParty

pytestmark = pytest.mark.spec("FAPI 2.0 Message Signing section 5.3.1")


@pytest.fixture
def fapi(register: Callable[..., RelyingParty]) -> SigningParty:
    """A client that signs under FAPI's rules; how it authenticates is not the matter here."""
    key = ClientKey()
    party = register(jwks=key.jwks)
    Application.objects.update(preset=ClientPreset.FAPI)
    return SigningParty(party, key)


def push(fapi: SigningParty, **changes: Any) -> Any:
    return fapi.party.post(Client(), "/o/par/", **fapi.query(**changes))


def moments(nbf: int, exp: int) -> dict[str, int]:
    now = int(time.time())
    return {"nbf": now + nbf, "exp": now + exp, "iat": now}


@pytest.mark.parametrize(("nbf", "exp"), [(0, 60), (8, 300), (-3500, 60), (-60, 3500)])
def test_an_object_of_the_last_hour_for_an_hour_is_taken(fapi: SigningParty, nbf: int, exp: int) -> None:
    assert push(fapi, **moments(nbf, exp)).status_code == 201


@pytest.mark.parametrize(("nbf", "exp"), [(-3700, 60), (-600, 3100), (0, 3700), (0, -1), (60, 300)])
def test_an_older_or_longer_one_is_refused(fapi: SigningParty, nbf: int, exp: int) -> None:
    response = push(fapi, **moments(nbf, exp))
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request_object")


@pytest.mark.parametrize("missing", ["iss", "aud", "exp", "nbf"])
def test_what_fapi_wants_is_there(fapi: SigningParty, missing: str) -> None:
    response = push(fapi, **{missing: None})
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request_object")


@pytest.mark.spec("FAPI 2.0 Security Profile section 5.4.1")
def test_rs256_is_not_taken(fapi: SigningParty) -> None:
    key = ClientKey("RS256")
    Application.objects.update(jwks=key.jwks)
    response = push(SigningParty(fapi.party, key))
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request_object")


@pytest.mark.spec("FAPI 2.0 Security Profile section 5.3.2.2")
def test_the_redirect_uri_is_pushed(fapi: SigningParty) -> None:
    response = push(fapi, redirect_uri=None, scope="account:read")
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")


@pytest.mark.spec("JARM section 2.2")
def test_a_response_is_signed_by_an_algorithm_of_fapi(user_agent: Client, fapi: SigningParty) -> None:
    pushed = push(fapi, response_mode="jwt", prompt="none")
    answer = answer_of(user_agent.get(fapi.party.address_of(pushed.json()["request_uri"])))
    assert answer["response"].startswith("eyJhbGciOiJQUzI1NiIs")
