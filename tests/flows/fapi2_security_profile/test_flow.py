"""What must succeed under the profile: the flow, with each thing that a request may say or leave out."""

import json

import pytest
from django.test import Client

from accounts.models import User
from tests.flows.fapi import Bank
from tests.flows.oauth import ISSUER, claims_of

API = "/api/protected/"
STRONG = {"PS256", "ES256", "EdDSA"}


@pytest.mark.spec("FAPI 2.0 Security Profile section 5.3.1.1")
def test_the_metadata_says_what_the_profile_wants(client: Client, db: None) -> None:
    document = client.get("/.well-known/openid-configuration").json()
    assert document["issuer"] == ISSUER
    for name in ("dpop", "id_token", "userinfo", "token_endpoint_auth", "request_object", "authorization"):
        assert set(document[f"{name}_signing_alg_values_supported"]) >= STRONG
    assert "private_key_jwt" in document["token_endpoint_auth_methods_supported"]
    assert document["code_challenge_methods_supported"] == ["S256"]
    assert document["authorization_response_iss_parameter_supported"] is True
    assert {"query", "jwt"} <= set(document["response_modes_supported"])


@pytest.mark.spec("FAPI 2.0 Security Profile section 5.3.2.2")
def test_a_person_is_signed_in_and_the_resource_opens(user_agent: Client, bank: Bank) -> None:
    pushed = bank.push()
    assert pushed.status_code == 201
    assert 5 <= pushed.json()["expires_in"] < 600
    answer = bank.answer(user_agent, bank.party.address_of(pushed.json()["request_uri"]))
    assert (answer["iss"], answer["state"]) == (ISSUER, "a state")
    tokens = bank.exchange(answer["code"]).json()
    assert tokens["token_type"] == "DPoP"
    claims = claims_of(tokens["id_token"])
    assert (claims["iss"], claims["aud"], claims["nonce"]) == (ISSUER, bank.party.client_id, "a nonce")
    assert bank.get(API, tokens["access_token"]).status_code == 200


@pytest.mark.spec("FAPI 2.0 Security Profile section 5.3.2.2")
def test_a_person_who_rejects_is_access_denied(user_agent: Client, bank: Bank) -> None:
    answer = bank.answer(user_agent, decision="deny")
    assert (answer["error"], answer["state"], answer["iss"]) == ("access_denied", "a state", ISSUER)
    assert "code" not in answer


@pytest.mark.spec("FAPI 2.0 Security Profile section 5.3.2.2")
def test_a_request_without_state_is_answered_without(user_agent: Client, bank: Bank) -> None:
    answer = bank.answer(user_agent, bank.address(state=None))
    assert "state" not in answer
    assert "s_hash" not in claims_of(bank.exchange(answer["code"]).json()["id_token"])


@pytest.mark.spec("FAPI 2.0 Security Profile section 5.3.2.2")
def test_a_request_without_nonce_gets_an_id_token_without(user_agent: Client, bank: Bank) -> None:
    assert "nonce" not in claims_of(bank.tokens(user_agent, nonce=None)["id_token"])


@pytest.mark.spec("FAPI 2.0 Security Profile section 5.3.2.2")
@pytest.mark.parametrize("length", [64, 255])
def test_a_long_nonce_comes_back_whole(user_agent: Client, bank: Bank, length: int) -> None:
    nonce = ("aB3-._~" * length)[:length]
    assert claims_of(bank.tokens(user_agent, nonce=nonce)["id_token"])["nonce"] == nonce


@pytest.mark.spec("FAPI 2.0 Security Profile section 5.3.2.2")
def test_a_nonce_longer_than_a_column_is_refused_by_name_and_never_cut(bank: Bank) -> None:
    refused = bank.push(nonce="n" * 384)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_request")
    assert "nonce" in refused.json()["error_description"]


@pytest.mark.spec("FAPI 2.0 Security Profile section 5.3.2.2")
def test_a_long_state_comes_back_whole(user_agent: Client, bank: Bank) -> None:
    state = ("aB3-._~" * 1000)[:1000]
    assert bank.answer(user_agent, bank.address(state=state))["state"] == state


@pytest.mark.spec("FAPI 2.0 Security Profile section 5.3.2.2")
@pytest.mark.parametrize("scope", ["openid account:read", "account:read openid"])
def test_the_order_of_scopes_does_not_matter(user_agent: Client, bank: Bank, scope: str) -> None:
    tokens = bank.tokens(user_agent, scope=scope)
    assert set(tokens["scope"].split()) == {"openid", "account:read"}
    assert "id_token" in tokens


@pytest.mark.spec("OpenID Connect Core section 5.5")
def test_claims_of_a_persons_identity_come_where_they_were_asked_for(
    user_agent: Client, alice: User, bank: Bank
) -> None:
    asked = {"name": None, "given_name": {"essential": True}, "no_such_claim": None}
    claims = {"id_token": asked, "userinfo": {**asked, "email": {"essential": False}}, "elsewhere": {"x": None}}
    tokens = bank.tokens(user_agent, claims=claims if bank.signed else json.dumps(claims))
    told, userinfo = claims_of(tokens["id_token"]), bank.get("/o/userinfo/", tokens["access_token"]).json()
    for said in (told, userinfo):
        assert (said["name"], said["given_name"], said["sub"]) == ("Alice Liddell", "Alice", str(alice.subject))
        assert "no_such_claim" not in said
    assert userinfo["email"] == alice.email
    assert "email" not in told


@pytest.mark.spec("RFC 9110 section 11.1")
@pytest.mark.spec("FAPI 2.0 Security Profile section 5.3.4")
@pytest.mark.parametrize("scheme", ["DPoP", "dpop", "DPOP", "dPoP"])
def test_the_scheme_of_the_token_may_have_any_case(user_agent: Client, plain_bank: Bank, scheme: str) -> None:
    token = plain_bank.tokens(user_agent)["access_token"]
    headers = plain_bank.prover.presenting(token, "GET", API) | {"authorization": f"{scheme} {token}"}
    assert Client().get(API, headers=headers).status_code == 200
