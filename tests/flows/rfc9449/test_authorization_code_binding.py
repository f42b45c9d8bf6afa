"""A code that is bound to a key at the authorization request (RFC 9449 section 10)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.flows.oauth import RelyingParty, allow, answer_of
from tests.proofs import Prover, ProvingClient

pytestmark = pytest.mark.django_db


@pytest.mark.spec("RFC 9449 section 10")
@pytest.mark.parametrize("public", [False, True])
def test_a_code_with_dpop_jkt_is_good_for_that_key_alone(
    web: RelyingParty, spa: RelyingParty, code: Callable[..., str], proving: ProvingClient, public: bool
) -> None:
    party = spa if public else web
    value = code(party, dpop_jkt=proving.prover.jkt)
    for other in (Client(), ProvingClient(Prover())):
        answer = party.exchange(other, value)
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert party.exchange(proving, value).json()["token_type"] == "DPoP"


@pytest.mark.spec("RFC 9449 section 10")
@pytest.mark.parametrize("jkt", ["x", "a" * 42, "a" * 44, "a" * 42 + "=", "\u00e9" * 43])
def test_a_thumbprint_that_is_none_is_an_invalid_request(web: RelyingParty, user_agent: Client, jkt: str) -> None:
    answer = answer_of(user_agent.get("/o/authorize/", web.request(dpop_jkt=jkt)))
    assert answer["error"] == "invalid_request"


def pushed(party: RelyingParty, client: Client, **changes: str | None) -> Any:
    asked = {name: value for name, value in party.request(**changes).items() if name != "client_id"}
    return party.post(client, "/o/par/", **asked)


@pytest.mark.spec("RFC 9449 section 10.1")
def test_a_proof_at_par_binds_the_code(web: RelyingParty, user_agent: Client, proving: ProvingClient) -> None:
    reference = pushed(web, proving).json()["request_uri"]
    sent = {"client_id": web.client_id, "request_uri": reference}
    value = allow(user_agent, user_agent.get("/o/authorize/", sent))["code"]
    for other in (Client(), ProvingClient(Prover())):
        assert web.exchange(other, value).json()["error"] == "invalid_grant"
    assert web.exchange(proving, value).json()["token_type"] == "DPoP"


@pytest.mark.spec("RFC 9449 section 10.1")
def test_par_refuses_a_proof_that_is_no_good_and_one_of_another_key(
    web: RelyingParty, prover: Prover, proving: ProvingClient
) -> None:
    wrong = pushed(web, Client(headers={"dpop": prover.proof("POST", "/o/token/")}))
    assert (wrong.status_code, wrong.json()["error"]) == (400, "invalid_dpop_proof")
    assert wrong["DPoP-Nonce"]
    assert pushed(web, proving, dpop_jkt=Prover().jkt).status_code == 400
    assert pushed(web, proving, dpop_jkt=prover.jkt).status_code == 201


@pytest.mark.spec("RFC 9449 section 10.1")
def test_a_proof_is_good_once_at_par_too(web: RelyingParty, prover: Prover) -> None:
    proof = prover.proof("POST", "/o/par/")
    assert pushed(web, Client(headers={"dpop": proof})).status_code == 201
    assert pushed(web, Client(headers={"dpop": proof})).json()["error"] == "invalid_dpop_proof"
