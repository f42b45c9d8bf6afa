"""Requests of the profile: pushed, once, whole, for one client; what else comes to the authorization endpoint."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.flows.conftest import PASSWORD
from tests.flows.fapi import Bank
from tests.flows.oauth import answer_of, claims_of

AUTHORIZE = "/o/authorize/"

pytestmark = pytest.mark.spec("FAPI 2.0 Security Profile section 5.3.2.2")


def refused_by_a_page(response: Any, error: str) -> bool:
    return response.status_code == 400 and "Location" not in response and error in response.content.decode()


@pytest.mark.spec("RFC 9126 section 4")
@pytest.mark.parametrize("outside", [{"state": "another state"}, {"nonce": "another nonce"}])
def test_what_was_pushed_counts_and_not_what_stands_beside_it(
    user_agent: Client, bank: Bank, outside: dict[str, str]
) -> None:
    answer = bank.answer(user_agent, f"{bank.address()}&{urlencode(outside)}")
    assert answer["state"] == "a state"
    assert claims_of(bank.exchange(answer["code"]).json()["id_token"])["nonce"] == "a nonce"


@pytest.mark.spec("RFC 9101 section 5")
def test_a_state_that_was_not_pushed_is_not_used(user_agent: Client, bank: Bank) -> None:
    answer = bank.answer(user_agent, bank.address(state=None) + "&state=outside")
    assert "state" not in answer
    assert "s_hash" not in claims_of(bank.exchange(answer["code"]).json()["id_token"])


def test_a_request_without_redirect_uri_is_refused_at_par(bank: Bank) -> None:
    refused = bank.push(redirect_uri=None)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize("uri", ["https://app.example.org/callback/other", "https://evil.example.org/callback"])
def test_an_address_that_is_not_registered_is_refused_at_par(bank: Bank, uri: str) -> None:
    refused = bank.push(redirect_uri=uri)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_request")


def test_a_request_that_was_not_pushed_is_refused_in_any_form(user_agent: Client, bank: Bank) -> None:
    refused = bank.told(answer_of(user_agent.get(AUTHORIZE, bank.form())))
    assert (refused["error"], "code" in refused) == ("invalid_request", False)


@pytest.mark.parametrize("response_type", ["code id_token", "token", "id_token", "code token"])
def test_other_response_types_than_code_are_refused_at_par(bank: Bank, response_type: str) -> None:
    refused = bank.push(response_type=response_type)
    assert refused.status_code == 400
    assert refused.json()["error"] in {"unsupported_response_type", "invalid_request"}


@pytest.mark.spec("RFC 9126 section 4")
def test_client_id_and_request_uri_are_enough(user_agent: Client, bank: Bank) -> None:
    address = bank.address()
    assert sorted(part.partition("=")[0] for part in address.partition("?")[2].split("&")) == [
        "client_id",
        "request_uri",
    ]
    assert "code" in bank.answer(user_agent, address)


@pytest.mark.spec("RFC 9126 section 7.3")
def test_a_reference_that_was_seen_but_not_answered_is_still_good(alice: Any, bank: Bank) -> None:
    browser, address = Client(), bank.address()
    assert browser.get(address)["Location"].startswith("/accounts/login/")
    again = browser.get(address)["Location"]
    back = browser.post(again, {"login": "alice", "password": PASSWORD})
    assert "code" in bank.answer(browser, back["Location"])


@pytest.mark.spec("RFC 9126 section 7.3")
def test_a_reference_that_was_answered_is_good_no_more(user_agent: Client, bank: Bank) -> None:
    address = bank.address()
    assert "code" in bank.answer(user_agent, address)
    assert refused_by_a_page(user_agent.get(address), "invalid_request_uri")


@pytest.mark.spec("RFC 9126 section 2.2")
def test_a_reference_that_has_expired_is_refused(user_agent: Client, bank: Bank) -> None:
    pushed = bank.push().json()
    address = bank.party.address_of(pushed["request_uri"])
    with time_machine.travel(timezone.now() + timedelta(seconds=pushed["expires_in"] + 1), tick=False):
        assert refused_by_a_page(user_agent.get(address), "invalid_request_uri")


@pytest.mark.spec("RFC 9126 section 2.2")
def test_a_reference_of_another_client_is_refused(user_agent: Client, bank: Bank, other_bank: Bank) -> None:
    request_uri = bank.push().json()["request_uri"]
    assert refused_by_a_page(user_agent.get(other_bank.party.address_of(request_uri)), "invalid_request_uri")


@pytest.mark.spec("RFC 9126 section 2.1")
@pytest.mark.parametrize("which", ["its own", "another"])
def test_a_reference_cannot_be_pushed(bank: Bank, which: str) -> None:
    own = bank.push().json()["request_uri"]
    reference = own if which == "its own" else "https://app.example.org/request.jwt"
    pushed = bank.post("/o/par/", **bank.form(), request_uri=reference)
    assert (pushed.status_code, pushed.json()["error"]) == (400, "invalid_request")


@pytest.mark.spec("RFC 9126 section 2.3")
@pytest.mark.parametrize("method", ["get", "put"])
def test_only_post_pushes(plain_bank: Bank, method: str) -> None:
    assert getattr(plain_bank.http, method)("/o/par/").status_code == 405


@pytest.mark.parametrize(
    "changes",
    [
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": None},
    ],
)
def test_a_challenge_by_s256_is_pushed(bank: Bank, changes: dict[str, str | None]) -> None:
    refused = bank.push(**changes)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_request")
