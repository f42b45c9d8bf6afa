"""Tokens and codes are bound to a key: proofs that are early, late or dated, and keys that do not match."""

import time
from typing import Any

import pytest
from django.test import Client

from tests.flows.fapi import Bank
from tests.flows.oauth import claims_of
from tests.proofs import Prover, ProvingClient

API = "/api/protected/"
PROOF_REFUSED = {"invalid_request", "invalid_grant", "invalid_dpop_proof"}

pytestmark = pytest.mark.spec("FAPI 2.0 Security Profile section 5.3.2.1")


class Dated(ProvingClient):
    """Sends proofs with claims of its own."""

    def __init__(self, prover: Prover, **seconds: int) -> None:
        super().__init__(prover)
        self.seconds = seconds

    def generic(self, method: str, path: Any, *arguments: Any, **options: Any) -> Any:
        """Send a request with such a proof."""
        now = int(time.time())
        dated: dict[str, Any] = {name: now + seconds for name, seconds in self.seconds.items()}
        options["headers"] = {"dpop": self.prover.proof(method, path, **dated)} | (options.get("headers") or {})
        return super().generic(method, path, *arguments, **options)


@pytest.mark.parametrize("seconds", [{"nbf": 0, "exp": 300}, {"iat": -10}, {"iat": 10}])
def test_a_proof_may_say_more_of_its_time_and_be_ten_seconds_off(
    user_agent: Client, bank: Bank, seconds: dict[str, int]
) -> None:
    bank.http = Dated(bank.prover, **seconds)
    token = bank.tokens(user_agent)["access_token"]
    now = int(time.time())
    dated: dict[str, Any] = {name: now + offset for name, offset in seconds.items()}
    assert bank.get(API, token, **dated).status_code == 200


@pytest.mark.spec("RFC 9449 section 10.1")
def test_a_thumbprint_that_is_not_the_proofs_is_refused_at_par(bank: Bank) -> None:
    refused = bank.push(dpop_jkt=Prover().jkt)
    assert refused.status_code == 400
    assert refused.json()["error"] in {"invalid_request", "invalid_dpop_proof"}


@pytest.mark.spec("RFC 9449 section 10")
def test_a_code_bound_by_thumbprint_wants_a_proof_of_that_key(user_agent: Client, bank: Bank) -> None:
    bound = Prover()
    bank.http = ProvingClient(bound)
    code = bank.answer(user_agent, bank.address(dpop_jkt=bound.jkt))["code"]
    bank.http = ProvingClient(Prover())
    refused = bank.exchange(code)
    assert refused.status_code == 400
    assert refused.json()["error"] in PROOF_REFUSED
    bank.http = ProvingClient(bound)
    assert bank.exchange(code).json()["token_type"] == "DPoP"


@pytest.mark.spec("RFC 9449 section 10.1")
def test_a_code_pushed_with_a_proof_wants_a_proof_of_that_key(user_agent: Client, bank: Bank) -> None:
    code, pushed = bank.answer(user_agent)["code"], bank.http
    bank.http = ProvingClient(Prover())
    assert bank.exchange(code).json()["error"] in PROOF_REFUSED
    bank.http = pushed
    token = bank.exchange(code).json()["access_token"]
    assert claims_of(token)["cnf"] == {"jkt": bank.prover.jkt}
    assert bank.get(API, token).status_code == 200


@pytest.mark.spec("RFC 9449 section 10")
def test_a_pushed_thumbprint_alone_binds_the_code(user_agent: Client, plain_bank: Bank) -> None:
    pushed = plain_bank.party.post(Client(), "/o/par/", **plain_bank.form(dpop_jkt=plain_bank.prover.jkt))
    assert pushed.status_code == 201
    code = plain_bank.answer(user_agent, plain_bank.party.address_of(pushed.json()["request_uri"]))["code"]
    own, plain_bank.http = plain_bank.http, ProvingClient(Prover())
    assert plain_bank.exchange(code).json()["error"] in PROOF_REFUSED
    plain_bank.http = own
    assert plain_bank.exchange(code).status_code == 200


@pytest.mark.spec("RFC 9449 section 5.2")
def test_without_a_proof_there_is_no_token(user_agent: Client, bank: Bank) -> None:
    code = bank.answer(user_agent)["code"]
    refused = bank.party.post(Client(), "/o/token/", **bank.for_code(code))
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_request")
    assert bank.exchange(code).status_code == 200
