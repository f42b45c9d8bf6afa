"""A resource of the profile, every proof that is no good, and the spellings that are (RFC 9449 sections 4.3, 7.1)."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.client_keys import ClientKey
from tests.flows.fapi import Bank
from tests.flows.oauth import ISSUER
from tests.proofs import Prover

API = "/api/protected/"
HTU = ISSUER + API

pytestmark = pytest.mark.spec("FAPI 2.0 Security Profile section 5.3.4")


@pytest.fixture
def token(user_agent: Client, plain_bank: Bank) -> str:
    """A bound token, and the resource's nonce known."""
    token: str = plain_bank.tokens(user_agent)["access_token"]
    plain_bank.prover.nonce = plain_bank.get(API, token)["DPoP-Nonce"]
    return token


def sealed(proof: str, **changes: Any) -> str:
    """Return a proof whose header was changed after it was signed; None takes a member out."""
    header, payload, signature = proof.split(".")
    members = json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4))) | changes
    told = {name: value for name, value in members.items() if value is not None}
    return f"{base64.urlsafe_b64encode(json.dumps(told).encode()).rstrip(b'=').decode()}.{payload}.{signature}"


@pytest.mark.parametrize("missing", ["jti", "htm", "htu", "iat", "ath"])
def test_a_proof_without_one_of_its_claims_opens_nothing(plain_bank: Bank, token: str, missing: str) -> None:
    assert plain_bank.get(API, token, **{missing: None}).status_code == 401
    assert plain_bank.get(API, token).status_code == 200


@pytest.mark.parametrize(
    "claims",
    [
        {"htm": "PUT"},
        {"htu": "https://elsewhere.example.org/api/protected/"},
        {"htu": ISSUER + "/api/whoami/"},
        {"ath": "8zbCTG4GRmbcpvuhCGYtJg1T6IHRcOJrIhnJYMbi4Fg"},
        {"nonce": "not ours"},
    ],
)
def test_a_proof_of_another_request_or_token_opens_nothing(
    plain_bank: Bank, token: str, claims: dict[str, str]
) -> None:
    assert plain_bank.get(API, token, **claims).status_code == 401


@pytest.mark.parametrize("seconds", [-3600, 3600])
def test_a_proof_of_an_hour_ago_or_ahead_opens_nothing(plain_bank: Bank, token: str, seconds: int) -> None:
    assert plain_bank.get(API, token, iat=int(time.time()) + seconds).status_code == 401


@pytest.mark.parametrize("header", [{"typ": None}, {"typ": "JWT"}, {"jwk": None}])
def test_a_proof_that_is_none_by_its_header_opens_nothing(plain_bank: Bank, token: str, header: dict[str, Any]) -> None:
    assert plain_bank.get(API, token, header=header).status_code == 401


def test_a_proof_that_tells_its_private_key_opens_nothing(plain_bank: Bank, token: str) -> None:
    private = plain_bank.prover.key.private.as_dict(private=True)
    assert plain_bank.get(API, token, header={"jwk": private}).status_code == 401


BROKEN: dict[str, Callable[[str], str]] = {
    "no algorithm": lambda proof: sealed(proof, alg=None),
    "none": lambda proof: sealed(proof, alg="none").rpartition(".")[0] + ".",
    "another signature": lambda proof: proof[:-4] + ("AAAA" if proof[-4:] != "AAAA" else "BBBB"),
    "no JWT": lambda proof: proof.replace(".", ""),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_proof_that_is_not_well_signed_opens_nothing(plain_bank: Bank, token: str, how: str) -> None:
    headers = plain_bank.prover.presenting(token, "GET", API)
    assert Client().get(API, headers=headers | {"dpop": BROKEN[how](headers["dpop"])}).status_code == 401


@pytest.mark.spec("FAPI 2.0 Security Profile section 5.4.1")
def test_a_proof_signed_by_rs256_gets_no_token(plain_bank: Bank, user_agent: Client) -> None:
    code = plain_bank.answer(user_agent)["code"]
    weak = Prover(ClientKey("RS256"), nonce=plain_bank.prover.nonce)
    refused = plain_bank.party.post(
        Client(headers={"dpop": weak.proof("POST", "/o/token/")}), "/o/token/", **plain_bank.for_code(code)
    )
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_dpop_proof")


def test_another_key_opens_nothing(plain_bank: Bank, token: str) -> None:
    stranger = Prover(nonce=plain_bank.prover.nonce)
    assert Client().get(API, headers=stranger.presenting(token, "GET", API)).status_code == 401


def test_two_proofs_open_nothing(plain_bank: Bank, token: str) -> None:
    headers = plain_bank.prover.presenting(token, "GET", API)
    both = f"{headers['dpop']}, {plain_bank.prover.proof('GET', API, token=token)}"
    assert Client().get(API, headers=headers | {"dpop": both}).status_code in (400, 401)


def test_a_proof_opens_once(plain_bank: Bank, token: str) -> None:
    assert plain_bank.get(API, token, jti="the same").status_code == 200
    assert plain_bank.get(API, token, jti="the same").status_code == 401


@pytest.mark.parametrize("scheme", ["DPoP", "Bearer"])
def test_a_bound_token_without_a_proof_opens_nothing(token: str, scheme: str) -> None:
    assert Client().get(API, headers={"authorization": f"{scheme} {token}"}).status_code == 401


@pytest.mark.parametrize(
    "htu", [HTU + "?query=1#fragment", HTU.upper().replace("/API/PROTECTED/", API), HTU.replace(":8000", ":08000")]
)
def test_an_address_is_compared_by_what_it_means(plain_bank: Bank, token: str, htu: str) -> None:
    assert plain_bank.get(API, token, htu=htu).status_code == 200


def test_the_query_of_the_request_is_not_in_the_address(plain_bank: Bank, token: str) -> None:
    headers = plain_bank.prover.presenting(token, "GET", API)
    assert Client().get(API + "?query=1", headers=headers).status_code == 200


def test_what_a_proof_says_beyond_its_claims_is_ignored(plain_bank: Bank, token: str) -> None:
    assert plain_bank.get(API, token, header={"extra": "x"}, extra="x").status_code == 200
