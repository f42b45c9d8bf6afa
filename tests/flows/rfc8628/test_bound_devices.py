"""Devices that hold a key: what they get is bound to it (RFC 9449 section 5)."""

import pytest
from django.test import Client

from oauth_server.protocol.models import DeviceGrant, UsedIdentifier
from tests.flows.oauth import RelyingParty, claims_of, post_form
from tests.flows.rfc8628.device import DEVICE_CODE, Device, decide
from tests.proofs import Prover

TOKEN, ENDPOINT = "/o/token/", "/o/device-authorization/"


def poll(device: Device, prover: Prover | None) -> tuple[int, str]:
    form = {"grant_type": DEVICE_CODE, "device_code": device.answer["device_code"], "client_id": device.party.client_id}
    headers = {"dpop": prover.proof("POST", TOKEN)} if prover else {}
    response = post_form(Client(), TOKEN, form, headers=headers)
    device.answer["tokens"] = response.json()
    return response.status_code, response.json().get("error", "")


def ask(party: RelyingParty, prover: Prover | None) -> Device:
    headers = {"dpop": prover.proof("POST", ENDPOINT)} if prover else {}
    form = {"client_id": party.client_id, "scope": "openid offline_access"}
    response = post_form(Client(), ENDPOINT, form, headers=headers)
    assert response.status_code == 200, response.content
    return Device(party, response.json())


@pytest.mark.spec("RFC 9449 section 5")
def test_the_tokens_of_a_poll_with_a_proof_are_bound_to_its_key(television: RelyingParty, user_agent: Client) -> None:
    device, prover = ask(television, None), Prover()
    decide(user_agent, device)
    assert poll(device, prover) == (200, "")
    tokens = device.answer["tokens"]
    assert tokens["token_type"] == "DPoP"
    assert claims_of(tokens["access_token"])["cnf"] == {"jkt": prover.jkt}
    form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"], "client_id": television.client_id}
    assert post_form(Client(), TOKEN, form).json()["error"] == "invalid_grant"
    headers = {"dpop": prover.proof("POST", TOKEN)}
    assert post_form(Client(), TOKEN, form, headers=headers).status_code == 200


@pytest.mark.spec("RFC 9449 section 10")
def test_what_was_asked_with_a_key_is_redeemed_by_it_alone(television: RelyingParty, user_agent: Client) -> None:
    prover = Prover()
    device = ask(television, prover)
    decide(user_agent, device)
    assert poll(device, Prover()) == (400, "invalid_grant")
    assert poll(device, None) == (400, "invalid_grant")
    assert poll(device, prover) == (200, "")


@pytest.mark.spec("RFC 9449 section 11.1")
def test_a_proof_is_used_once(television: RelyingParty) -> None:
    headers = {"dpop": Prover().proof("POST", ENDPOINT)}
    form = {"client_id": television.client_id}
    assert post_form(Client(), ENDPOINT, form, headers=headers).status_code == 200
    again = post_form(Client(), ENDPOINT, form, headers=headers)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_dpop_proof")
    assert DeviceGrant.objects.count() == 1


@pytest.mark.spec("RFC 8628 section 3.5")
def test_a_poll_that_is_too_early_keeps_no_row_of_its_proof(television: RelyingParty, user_agent: Client) -> None:
    device, prover = ask(television, None), Prover()
    assert poll(device, prover) == (400, "authorization_pending")
    kept = UsedIdentifier.objects.count()
    for _ in range(3):
        assert poll(device, prover) == (400, "slow_down")
    assert UsedIdentifier.objects.count() == kept
    assert DeviceGrant.objects.get().interval == 20
    decide(user_agent, device)
    assert poll(device, prover) == (200, "")


@pytest.mark.spec("RFC 9449 section 11.1")
def test_the_proof_of_a_poll_in_time_is_used_once(television: RelyingParty, user_agent: Client) -> None:
    device, prover = ask(television, None), Prover()
    form = {"grant_type": DEVICE_CODE, "device_code": device.answer["device_code"], "client_id": television.client_id}
    headers = {"dpop": prover.proof("POST", TOKEN)}
    assert post_form(Client(), TOKEN, form, headers=headers).json()["error"] == "authorization_pending"
    decide(user_agent, device)
    assert post_form(Client(), TOKEN, form, headers=headers).json()["error"] == "invalid_dpop_proof"
