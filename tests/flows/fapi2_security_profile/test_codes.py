"""What becomes of a code, and of a refresh token: whose they are, how often and how long they are good."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.flows.fapi import Bank
from tests.flows.oauth import claims_of

API = "/api/protected/"

pytestmark = pytest.mark.spec("FAPI 2.0 Security Profile section 5.3.2.1")


@pytest.mark.spec("RFC 6749 section 4.1.2")
def test_a_code_that_comes_again_is_refused_and_ends_what_it_gave(user_agent: Client, bank: Bank) -> None:
    code = bank.answer(user_agent)["code"]
    token = bank.exchange(code).json()["access_token"]
    assert bank.get(API, token).status_code == 200
    again = bank.exchange(code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert bank.get(API, token).status_code == 401


@pytest.mark.spec("RFC 6749 section 4.1.2")
def test_a_code_is_good_for_a_minute_at_most(user_agent: Client, bank: Bank) -> None:
    code, now = bank.answer(user_agent)["code"], timezone.now()
    with time_machine.travel(now + timedelta(seconds=61), tick=True):
        late = bank.exchange(code)
    assert (late.status_code, late.json()["error"]) == (400, "invalid_grant")


@pytest.mark.spec("RFC 6749 section 5.2")
def test_a_code_is_of_its_client(user_agent: Client, bank: Bank, other_bank: Bank) -> None:
    form = bank.for_code(bank.answer(user_agent)["code"])
    refused = other_bank.post("/o/token/", **form)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")
    assert bank.post("/o/token/", **form).status_code == 200


@pytest.mark.spec("RFC 6749 section 5.2")
def test_another_clients_name_under_ones_own_key_is_refused(user_agent: Client, bank: Bank, other_bank: Bank) -> None:
    form, other = bank.for_code(bank.answer(user_agent)["code"]), other_bank.party.client_id
    for proving in (
        lambda: {**bank.party.assertion(iss=other, sub=other), "client_id": other},
        lambda: {**bank.party.assertion(), "client_id": other},
    ):
        refused = bank.post("/o/token/", proving=proving, **form)
        assert refused.status_code in (400, 401)
        assert refused.json()["error"] in {"invalid_client", "invalid_grant"}
    assert bank.post("/o/token/", **form).status_code == 200


@pytest.mark.spec("RFC 7636 section 4.6")
@pytest.mark.parametrize("verifier", [None, "w" * 43])
def test_a_code_wants_its_verifier(user_agent: Client, bank: Bank, verifier: str | None) -> None:
    code = bank.answer(user_agent)["code"]
    refused = bank.exchange(code, code_verifier=verifier)
    assert refused.status_code == 400
    assert refused.json()["error"] in {"invalid_grant", "invalid_request"}


def test_a_refresh_token_stays_the_same_and_gives_new_access(user_agent: Client, bank: Bank) -> None:
    tokens = bank.tokens(user_agent, scope="openid account:read offline_access", prompt="consent")
    before = claims_of(tokens["id_token"])
    for _ in range(2):
        again = bank.post("/o/token/", grant_type="refresh_token", refresh_token=tokens["refresh_token"]).json()
        assert again.get("refresh_token", tokens["refresh_token"]) == tokens["refresh_token"]
        assert again["access_token"] != tokens["access_token"]
        assert bank.get(API, again["access_token"]).status_code == 200
        after = claims_of(again["id_token"])
        assert {name: after[name] for name in ("iss", "sub", "aud", "auth_time")} == {
            name: before[name] for name in ("iss", "sub", "aud", "auth_time")
        }
        assert before["iat"] <= after["iat"] <= time.time()


def test_a_refresh_token_wants_a_proof_and_its_client(user_agent: Client, bank: Bank, other_bank: Bank) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": bank.tokens(user_agent)["refresh_token"]}
    unproved = bank.party.post(Client(), "/o/token/", **form)
    assert (unproved.status_code, unproved.json()["error"]) == (400, "invalid_request")
    stolen = other_bank.post("/o/token/", **form)
    assert (stolen.status_code, stolen.json()["error"]) == (400, "invalid_grant")
    assert bank.post("/o/token/", **form).status_code == 200


def test_another_clients_token_wants_another_clients_key(user_agent: Client, bank: Bank, other_bank: Bank) -> None:
    token = other_bank.tokens(user_agent)["access_token"]
    assert other_bank.get(API, token).status_code == 200
    bank.prover.nonce = other_bank.prover.nonce
    assert bank.get(API, token).status_code == 401
