"""Tokens that are bound to a key, and what they become (RFC 9449 section 5, RFC 8693 section 2.1)."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.flows.oauth import RelyingParty, allow, claims_of
from tests.flows.rfc8693.exchange import ACCESS_TOKEN, API, EXCHANGE, exchange, exchanged, machine_token, refused
from tests.proofs import Prover, ProvingClient

pytestmark = pytest.mark.spec("RFC 9449 section 5")


@pytest.fixture
def bound(user_agent: Client, web: RelyingParty) -> str:
    """Alice's token, bound to the key of the application that got it."""
    answer = allow(user_agent, user_agent.get("/o/authorize/", web.request(scope="account:read todo:read")))
    response = web.exchange(ProvingClient(Prover()), answer["code"])
    assert response.json()["token_type"] == "DPoP"
    return str(response.json()["access_token"])


def test_an_exchanged_token_is_bound_to_the_key_of_who_asks(api: RelyingParty, token: str, bound: str) -> None:
    prover = Prover()
    for subject in (token, bound):
        answer = exchanged(api, subject, user_agent=ProvingClient(prover), resource=API)
        assert answer["token_type"] == "DPoP"
        assert claims_of(answer["access_token"])["cnf"] == {"jkt": prover.jkt}
        value = answer["access_token"]
        assert Client().get("/api/", headers={"authorization": f"Bearer {value}"}).status_code == 401
        assert Client().get("/api/", headers=prover.presenting(value, "GET", "/api/")).status_code == 200


def test_a_bound_token_never_becomes_a_bearer_token(api: RelyingParty, bound: str) -> None:
    assert refused(exchange(api, bound)) == (400, "invalid_dpop_proof")


def test_a_client_proves_the_key_of_a_token_that_it_got_itself(
    register: Callable[..., RelyingParty], user_agent: Client
) -> None:
    both = register(grant_types=f"authorization_code {EXCHANGE}", introspects=API)
    own, other = ProvingClient(Prover()), ProvingClient(Prover())
    answer = allow(user_agent, user_agent.get("/o/authorize/", both.request(scope="account:read")))
    token = both.exchange(own, answer["code"]).json()["access_token"]
    assert refused(exchange(both, token, user_agent=other)) == (400, "invalid_dpop_proof")
    assert exchange(both, token, user_agent=own).status_code == 200


def test_a_bound_actor_token_is_held_to_its_key_too(api: RelyingParty, token: str) -> None:
    own = ProvingClient(Prover())
    actor = api.token(own, grant_type="client_credentials", scope="reports:read").json()["access_token"]
    named = {"actor_token": actor, "actor_token_type": ACCESS_TOKEN}
    assert refused(exchange(api, token, **named)) == (400, "invalid_dpop_proof")
    assert refused(exchange(api, token, user_agent=ProvingClient(Prover()), **named)) == (400, "invalid_dpop_proof")
    assert exchange(api, token, user_agent=own, **named).status_code == 200
    assert machine_token(api)
