"""Nonces of the server: offered to all, held to where they are sent, demanded of those that know them.

RFC 9449 sections 8 and 9.
"""

import time
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from oauth_server.vocabulary import ClientPreset
from tests.flows.oauth import RelyingParty
from tests.proofs import Prover, ProvingClient

pytestmark = pytest.mark.django_db
TOKEN = "/o/token/"
API = "/api/protected/"


def granted(party: RelyingParty, proof: str) -> Any:
    return party.token(Client(headers={"dpop": proof}), grant_type="client_credentials")


@pytest.fixture
def strict(machine: RelyingParty) -> RelyingParty:
    """A machine of a profile whose clients know nonces."""
    type(machine.application).objects.filter(pk=machine.application.pk).update(preset=ClientPreset.FAPI)
    return machine


@pytest.mark.spec("RFC 9449 section 8.2")
def test_every_answer_to_a_proof_carries_the_nonce_of_the_next(machine: RelyingParty, prover: Prover) -> None:
    for proof in (prover.proof("POST", TOKEN), prover.proof("GET", TOKEN), "x"):
        nonce = granted(machine, proof)["DPoP-Nonce"]
        assert set(nonce) <= {chr(code) for code in range(0x21, 0x7F)} - {'"', "\\"}
        assert granted(machine, prover.proof("POST", TOKEN, nonce=nonce)).status_code == 200


@pytest.mark.spec("RFC 9449 section 8")
@pytest.mark.parametrize("nonce", ["", "x", "gAAAAA==", "a" * 300, "\u00e9", "\x00", "\ud800", "\U0001f600"])
def test_a_nonce_that_is_not_ours_is_refused(machine: RelyingParty, prover: Prover, nonce: str) -> None:
    answer = granted(machine, prover.proof("POST", TOKEN, nonce=nonce))
    assert (answer.status_code, answer.json()["error"]) == (400, "use_dpop_nonce")
    assert granted(machine, prover.proof("POST", TOKEN, nonce=answer["DPoP-Nonce"])).status_code == 200


@pytest.mark.spec("RFC 9449 section 8.2")
@pytest.mark.parametrize(("seconds", "status"), [(0, 200), (290, 200), (310, 400), (86400, 400)])
def test_a_nonce_is_good_for_5_minutes(machine: RelyingParty, prover: Prover, seconds: int, status: int) -> None:
    nonce = granted(machine, prover.proof("POST", TOKEN))["DPoP-Nonce"]
    with time_machine.travel(time.time() + seconds, tick=True):
        assert granted(machine, prover.proof("POST", TOKEN, nonce=nonce)).status_code == status


@pytest.mark.spec("RFC 9449 section 8")
def test_what_must_carry_a_nonce_is_told_so_and_then_let_in(strict: RelyingParty, prover: Prover) -> None:
    answer = granted(strict, prover.proof("POST", TOKEN))
    assert (answer.status_code, answer.json()["error"]) == (400, "use_dpop_nonce")
    assert answer["Cache-Control"] == "no-store"
    assert granted(strict, prover.proof("POST", TOKEN, nonce=answer["DPoP-Nonce"])).status_code == 200


@pytest.mark.spec("RFC 9449 section 8")
def test_a_proof_that_was_sent_back_for_its_nonce_is_not_used_up(machine: RelyingParty, prover: Prover) -> None:
    assert granted(machine, prover.proof("POST", TOKEN, jti="one", nonce="x")).status_code == 400
    assert granted(machine, prover.proof("POST", TOKEN, jti="one")).status_code == 200


@pytest.mark.spec("RFC 9449 section 9")
@pytest.mark.parametrize("path", [API, "/o/userinfo/"])
def test_a_resource_offers_nonces_and_holds_to_them(
    web: RelyingParty, code: Callable[..., str], proving: ProvingClient, path: str
) -> None:
    token, prover = web.exchange(proving, code(web)).json()["access_token"], proving.prover
    refused = Client().get(path, headers=prover.presenting(token, "GET", path, nonce="x"))
    assert refused.status_code == 401
    assert 'DPoP realm="' in refused["WWW-Authenticate"]
    assert 'error="use_dpop_nonce"' in refused["WWW-Authenticate"]
    good = Client().get(path, headers=prover.presenting(token, "GET", path, nonce=refused["DPoP-Nonce"]))
    assert good.status_code == 200
    next_one = Client().get(path, headers=prover.presenting(token, "GET", path, nonce=good["DPoP-Nonce"]))
    assert next_one.status_code == 200


@pytest.mark.spec("RFC 9449 section 9")
@pytest.mark.parametrize("path", [API, "/o/userinfo/"])
def test_a_resource_demands_a_nonce_where_the_token_endpoint_does(
    web: RelyingParty, code: Callable[..., str], proving: ProvingClient, path: str
) -> None:
    token, prover = web.exchange(proving, code(web)).json()["access_token"], proving.prover
    type(web.application).objects.filter(pk=web.application.pk).update(preset=ClientPreset.FAPI)
    bare = Prover(prover.key)
    refused = Client().get(path, headers=bare.presenting(token, "GET", path))
    assert 'error="use_dpop_nonce"' in refused["WWW-Authenticate"]
    bare.nonce = refused["DPoP-Nonce"]
    assert Client().get(path, headers=bare.presenting(token, "GET", path)).status_code == 200
