"""Assertions that are no good, at both endpoints where a client of the profile proves itself (RFC 7523 section 3)."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.client_keys import ClientKey
from tests.flows.fapi import Bank, bank
from tests.flows.oauth import ISSUER, JWT_BEARER, RelyingParty

PAR, TOKEN = "/o/par/", "/o/token/"

pytestmark = pytest.mark.spec("FAPI 2.0 Security Profile section 5.3.2.1")


@pytest.fixture
def forms(user_agent: Client, plain_bank: Bank) -> dict[str, dict[str, Any]]:
    """What a good request at each endpoint holds beside the assertion."""
    return {PAR: plain_bank.form(), TOKEN: plain_bank.for_code(plain_bank.answer(user_agent)["code"])}


def now(seconds: int) -> int:
    return int(time.time()) + seconds


def unsecured(party: RelyingParty) -> str:
    """Return an assertion with the algorithm none."""
    header, payload = ({"alg": "none"}, party.claims())
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (header, payload)]
    return f"{'.'.join(encoded)}."


def asserted(value: str) -> dict[str, str]:
    return {"client_assertion_type": JWT_BEARER, "client_assertion": value}


def without_type(party: RelyingParty) -> dict[str, str]:
    return {"client_assertion": party.assertion()["client_assertion"]}


def broken(party: RelyingParty) -> dict[str, str]:
    """Return an assertion whose signature was changed."""
    value = party.assertion()["client_assertion"]
    return asserted(value[:-8] + ("AAAAAAAA" if value[-8:] != "AAAAAAAA" else "BBBBBBBB"))


WRONG: dict[str, Callable[[RelyingParty], dict[str, str]]] = {
    "no assertion": lambda party: {"client_id": party.client_id},
    "no type": without_type,
    "another type": lambda party: {**party.assertion(), "client_assertion_type": "urn:example:another"},
    "no sub": lambda party: party.assertion(sub=None),
    "another sub": lambda party: party.assertion(sub="another"),
    "no iss": lambda party: party.assertion(iss=None),
    "another iss": lambda party: party.assertion(iss="another"),
    "no aud": lambda party: party.assertion(aud=None),
    "another aud": lambda party: party.assertion(aud="https://elsewhere.example.org/"),
    "the address of PAR": lambda party: party.assertion(aud=ISSUER + PAR),
    "the address of tokens": lambda party: party.assertion(aud=ISSUER + TOKEN),
    "an array": lambda party: party.assertion(aud=[ISSUER, "https://elsewhere.example.org/"]),
    "an array of the issuer": lambda party: party.assertion(aud=[ISSUER]),
    "5 minutes past": lambda party: party.assertion(iat=now(-400), exp=now(-300)),
    "over 60 s ahead": lambda party: party.assertion(iat=now(65), nbf=now(65), exp=now(125)),
    "none": lambda party: asserted(unsecured(party)),
    "another signature": broken,
    "another key": lambda party: asserted(ClientKey().sign(party.claims())),
}


@pytest.mark.parametrize("how", WRONG)
@pytest.mark.parametrize("path", [PAR, TOKEN])
def test_an_assertion_that_is_no_good_is_refused(
    plain_bank: Bank, forms: dict[str, dict[str, Any]], path: str, how: str
) -> None:
    refused = plain_bank.post(path, proving=lambda: WRONG[how](plain_bank.party), **forms[path])
    assert refused.status_code in (400, 401)
    assert refused.json()["error"] in {"invalid_client", "invalid_request"}
    assert plain_bank.post(path, **forms[path]).status_code in (200, 201)


@pytest.mark.spec("FAPI 2.0 Security Profile section 5.4.1")
@pytest.mark.parametrize("path", [PAR, TOKEN])
def test_rs256_is_refused_and_ps256_with_the_same_key_is_not(user_agent: Client, path: str) -> None:
    strong = ClientKey("PS256")
    unnamed = {name: value for name, value in strong.jwk.items() if name != "alg"}
    client = bank(key=strong, jwks={"keys": [unnamed]})
    weak = ClientKey("RS256", kid=strong.kid, private=strong.private)
    form = client.form() if path == PAR else client.for_code(client.answer(user_agent)["code"])
    refused = client.post(path, proving=lambda: asserted(weak.sign(client.party.claims())), **form)
    assert (refused.status_code, refused.json()["error"]) == (401, "invalid_client")
    assert client.post(path, **form).status_code in (200, 201)


@pytest.mark.parametrize("claims", [("iat",), ("nbf",), ("iat", "nbf")])
def test_a_clock_8_seconds_ahead_is_taken(plain_bank: Bank, claims: tuple[str, ...]) -> None:
    ahead = plain_bank.post(
        PAR, proving=lambda: plain_bank.party.assertion(**dict.fromkeys(claims, now(8))), **plain_bank.form()
    )
    assert ahead.status_code == 201
