"""Userinfo signed for the client that registered an algorithm for it (OpenID Connect Core section 5.3.2)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.flows.answers import opened_jwt
from tests.flows.oauth import ISSUER, RelyingParty, allow, post_form
from tests.flows.registration import registered
from tests.proofs import Prover, ProvingClient

pytestmark = pytest.mark.spec("OpenID Connect Core section 5.3.2")
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]


def userinfo(token: str, **headers: str) -> Any:
    return Client().get("/o/userinfo/", headers={"authorization": f"Bearer {token}", **headers})


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_answer_is_signed_as_registered_for_the_client(
    register: Callable[..., RelyingParty], user_agent: Client, alice: User, algorithm: str
) -> None:
    party = register(userinfo_signed_response_alg=algorithm)
    response = userinfo(party.tokens(user_agent, scope="openid email")["access_token"])
    assert (response.status_code, response["Content-Type"]) == (200, "application/jwt")
    assert response["Cache-Control"] == "no-store"
    header, claims = opened_jwt(response.content.decode())
    assert header["alg"] == algorithm
    assert claims == {
        "iss": ISSUER,
        "aud": party.client_id,
        "sub": str(alice.subject),
        "email": "alice@example.org",
        "email_verified": False,
    }


@pytest.mark.parametrize("accept", ["application/json", "application/jwt", "*/*"])
def test_what_was_registered_counts_and_not_what_is_accepted(
    register: Callable[..., RelyingParty], web: RelyingParty, user_agent: Client, accept: str
) -> None:
    signed = register(userinfo_signed_response_alg="ES256").tokens(user_agent)["access_token"]
    plain = web.tokens(user_agent)["access_token"]
    assert userinfo(signed, accept=accept)["Content-Type"] == "application/jwt"
    assert userinfo(plain, accept=accept)["Content-Type"] == "application/json"


def test_a_client_that_registers_itself_gets_what_it_registers(user_agent: Client, settings: Any) -> None:
    settings.REGISTRATION = "open"
    answer = registered(userinfo_signed_response_alg="PS256")
    assert answer["userinfo_signed_response_alg"] == "PS256"


@pytest.mark.parametrize("form", ["jwt", "opaque"])
def test_a_refusal_is_not_signed(register: Callable[..., RelyingParty], user_agent: Client, form: str) -> None:
    party = register(userinfo_signed_response_alg="RS256", token_format=form)
    response = userinfo(party.tokens(user_agent, scope="account:read")["access_token"])
    assert (response.status_code, response.json()) == (403, {"error": "insufficient_scope"})


@pytest.mark.spec("RFC 9449 section 7")
def test_a_bound_token_gets_it_with_a_proof_only(register: Callable[..., RelyingParty], user_agent: Client) -> None:
    party, prover = register(userinfo_signed_response_alg="ES256"), Prover()
    code = allow(user_agent, user_agent.get("/o/authorize/", party.request()))["code"]
    token = party.exchange(ProvingClient(prover), code).json()["access_token"]
    assert userinfo(token).status_code == 401
    headers = prover.presenting(token, "GET", "/o/userinfo/")
    assert Client().get("/o/userinfo/", headers=headers)["Content-Type"] == "application/jwt"


@pytest.mark.spec("RFC 8725 section 3.12")
def test_signed_claims_are_no_id_token_and_open_nothing(
    register: Callable[..., RelyingParty], user_agent: Client
) -> None:
    party = register(userinfo_signed_response_alg="RS256", introspects=f"{ISSUER}/api")
    signed = userinfo(party.tokens(user_agent)["access_token"]).content.decode()
    assert user_agent.get("/o/logout/", {"id_token_hint": signed}).status_code == 400
    refused = user_agent.get("/o/authorize/", party.request(prompt="none", id_token_hint=signed))
    assert "error=invalid_request" in refused["Location"]
    assert userinfo(signed).status_code == 401
    assert party.post(Client(), "/o/introspect/", token=signed).json() == {"active": False}
    assert post_form(Client(), "/o/userinfo/", {"access_token": signed}).status_code == 401
