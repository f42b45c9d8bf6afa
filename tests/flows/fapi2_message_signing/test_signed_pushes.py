"""Signed requests at PAR under FAPI 2.0 Message Signing: which objects are taken, and that there must be one."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.client_keys import ClientKey
from tests.flows.answers import opened_jwt
from tests.flows.fapi import Bank, bank
from tests.flows.oauth import ISSUER, allow, answer_of

pytestmark = pytest.mark.spec("FAPI 2.0 Message Signing section 5.3.1")


@pytest.fixture(params=[False, True], ids=["plain response", "JARM"])
def signing(request: pytest.FixtureRequest, db: None) -> Bank:
    """A client that must sign its requests, with either kind of response."""
    return bank(signed=True, jarm=request.param)


def refused(response: Any) -> bool:
    return (response.status_code, response.json()["error"]) == (400, "invalid_request_object")


def moment(seconds: int) -> int:
    return int(time.time()) + seconds


def test_an_audience_of_several_may_name_us(user_agent: Client, signing: Bank) -> None:
    audience = ["https://elsewhere.example.org/", ISSUER]
    assert "code" in signing.answer(user_agent, signing.address(aud=audience))


@pytest.mark.parametrize("audience", ["https://elsewhere.example.org/", ["https://elsewhere.example.org/"], "", []])
def test_an_audience_without_us_is_refused(signing: Bank, audience: Any) -> None:
    assert refused(signing.push(aud=audience))


def test_an_object_8_seconds_ahead_is_taken(user_agent: Client, signing: Bank) -> None:
    assert "code" in signing.answer(user_agent, signing.address(nbf=moment(8)))


@pytest.mark.parametrize("missing", ["exp", "nbf"])
def test_an_object_without_its_times_is_refused(signing: Bank, missing: str) -> None:
    assert refused(signing.push(**{missing: None}))


@pytest.mark.parametrize(
    "times",
    [
        {"exp": -300},
        {"exp": 70 * 60},
        {"nbf": -70 * 60},
    ],
)
def test_an_expired_object_or_one_over_an_hour_is_refused(signing: Bank, times: dict[str, int]) -> None:
    assert refused(signing.push(**{name: moment(seconds) for name, seconds in times.items()}))


def with_none(signing: Bank) -> str:
    parts = ({"alg": "none", "typ": "oauth-authz-req+jwt"}, signing.signing.claims())
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts]
    return f"{'.'.join(encoded)}."


def with_a_broken_signature(signing: Bank) -> str:
    value = signing.signing.object()
    return value[:-8] + ("AAAAAAAA" if value[-8:] != "AAAAAAAA" else "BBBBBBBB")


def with_another_key(signing: Bank) -> str:
    """Return the object of this client as a second client signs."""
    return bank().signing.key.sign(signing.signing.claims(), typ="oauth-authz-req+jwt")


def with_another_key_of_this_kid(signing: Bank) -> str:
    return ClientKey(kid=signing.signing.key.kid).sign(signing.signing.claims(), typ="oauth-authz-req+jwt")


@pytest.mark.spec("FAPI 2.0 Security Profile section 5.4.1")
@pytest.mark.parametrize("made", [with_none, with_a_broken_signature, with_another_key, with_another_key_of_this_kid])
def test_an_object_that_the_clients_key_did_not_sign_is_refused(signing: Bank, made: Callable[[Bank], str]) -> None:
    form: dict[str, Any] = {"client_id": signing.party.client_id, "request": made(signing)}
    assert refused(signing.post("/o/par/", **form))


@pytest.mark.spec("FAPI 2.0 Security Profile section 5.4.1")
def test_rs256_is_refused_and_ps256_with_the_same_key_is_not(db: None) -> None:
    strong = ClientKey("PS256")
    client = bank(key=strong, signed=True)
    weak = ClientKey("RS256", kid=strong.kid, private=strong.private)
    form: dict[str, Any] = {"client_id": client.party.client_id, "request": weak.sign(client.signing.claims())}
    assert refused(client.post("/o/par/", **form))
    assert client.push().status_code == 201


def test_parameters_that_are_not_signed_are_refused(signing: Bank) -> None:
    form: dict[str, Any] = dict(signing.party.request())
    response = signing.post("/o/par/", **form)
    assert response.status_code == 400
    assert response.json()["error"] in {"invalid_request", "invalid_request_object"}


@pytest.mark.parametrize("value", ["urn:ietf:params:oauth:request_uri:any", "https://app.example.org/request.jwt"])
def test_an_object_that_holds_a_request_uri_is_refused(signing: Bank, value: str) -> None:
    assert refused(signing.push(request_uri=value))


def test_a_signed_request_that_was_not_pushed_is_refused(user_agent: Client, signing: Bank) -> None:
    told = signing.told(answer_of(user_agent.get("/o/authorize/", signing.form())))
    assert (told["error"], "code" in told) == ("invalid_request", False)


@pytest.mark.spec("FAPI 2.0 Message Signing section 5.4.1")
@pytest.mark.spec("JARM section 2.1")
def test_a_response_is_signed_for_its_client_and_for_ten_minutes_at_most(user_agent: Client, db: None) -> None:
    client = bank(signed=True, jarm=True)
    for decision, told in (("deny", "error"), ("allow", "code")):
        sent = allow(user_agent, user_agent.get(client.address()), decision=decision)
        assert set(sent) == {"response"}
        header, claims = opened_jwt(sent["response"])
        assert header["alg"] == "ES256"
        assert (claims["iss"], claims["aud"], claims["state"]) == (ISSUER, client.party.client_id, "a state")
        assert time.time() < claims["exp"] <= time.time() + 600
        assert told in claims
