"""A code is good once, for its client, its redirect URI and its verifier (RFC 6749 section 4.1.3, RFC 7636)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.flows.oauth import RelyingParty, allow, claims_of
from tests.flows.rfc6749.conftest import assert_invalid_grant

pytestmark = pytest.mark.spec("RFC 6749 section 4.1.3")


def code_for(party: RelyingParty, user_agent: Client, **changes: str | None) -> str:
    return allow(user_agent, user_agent.get("/o/authorize/", party.request(**changes)))["code"]


def userinfo(user_agent: Client, answer: dict[str, Any]) -> Any:
    return user_agent.get("/o/userinfo/", headers={"authorization": f"Bearer {answer['access_token']}"})


def test_the_answer_holds_what_was_granted(web: RelyingParty, user_agent: Client) -> None:
    response = web.exchange(user_agent, code_for(web, user_agent, scope="openid account:read todo:read"))
    answer = response.json()
    assert (answer["token_type"], answer["expires_in"]) == ("Bearer", 300)
    assert set(answer["scope"].split()) == {"openid", "account:read", "todo:read"}
    assert set(answer) == {"access_token", "token_type", "expires_in", "scope", "refresh_token", "id_token"}
    assert (response["Cache-Control"], response["Pragma"]) == ("no-store", "no-cache")


def test_an_id_token_comes_with_openid_only(web: RelyingParty, user_agent: Client) -> None:
    answer = web.tokens(user_agent, scope="openid")
    claims = claims_of(answer["id_token"])
    assert (claims["aud"], claims["nonce"]) == (web.client_id, "a nonce")
    assert claims["auth_time"]
    assert claims["sid"]
    assert "id_token" not in web.tokens(user_agent, scope="account:read")


def test_tokens_have_256_random_bits(register: Callable[..., RelyingParty], user_agent: Client) -> None:
    answer = register(token_format="opaque").tokens(user_agent)
    assert len(answer["access_token"]) == 43
    assert len(answer["refresh_token"].partition(".")[2]) == 43


def test_a_public_client_exchanges_with_pkce_alone(spa: RelyingParty, user_agent: Client) -> None:
    assert spa.tokens(user_agent)["refresh_token"]


def test_a_client_not_registered_for_refresh_gets_no_refresh_token(
    register: Callable[..., RelyingParty], user_agent: Client
) -> None:
    party = register(grant_types="authorization_code")
    answer = party.tokens(user_agent)
    assert "refresh_token" not in answer
    assert userinfo(user_agent, answer).status_code == 200


@pytest.mark.spec("RFC 6749 section 4.1.2")
def test_a_code_is_refused_on_second_use(web: RelyingParty, user_agent: Client) -> None:
    code = code_for(web, user_agent)
    assert web.exchange(user_agent, code).status_code == 200
    assert_invalid_grant(web.exchange(user_agent, code))


@pytest.mark.spec("RFC 6749 section 4.1.2")
def test_a_second_use_ends_every_token_of_the_first(web: RelyingParty, user_agent: Client) -> None:
    code = code_for(web, user_agent)
    answer = web.exchange(user_agent, code).json()
    newer = web.refresh(user_agent, answer["refresh_token"]).json()
    web.exchange(user_agent, code)
    assert userinfo(user_agent, answer).status_code == 401
    assert userinfo(user_agent, newer).status_code == 401
    assert_invalid_grant(web.refresh(user_agent, newer["refresh_token"]))


def test_another_client_can_neither_use_a_code_nor_end_what_came_of_it(
    web: RelyingParty, spa: RelyingParty, user_agent: Client
) -> None:
    code = code_for(web, user_agent)
    stolen = {"redirect_uri": web.redirect_uri, "code_verifier": web.verifier}
    assert_invalid_grant(spa.exchange(user_agent, code, **stolen))
    answer = web.exchange(user_agent, code).json()
    assert_invalid_grant(spa.exchange(user_agent, code, **stolen))
    assert userinfo(user_agent, answer).status_code == 200


def test_a_code_lives_60_seconds(web: RelyingParty, user_agent: Client) -> None:
    code, late = code_for(web, user_agent), code_for(web, user_agent)
    with time_machine.travel(timezone.now() + timedelta(seconds=55), tick=False):
        assert web.exchange(user_agent, code).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(seconds=61), tick=False):
        assert_invalid_grant(web.exchange(user_agent, late))


@pytest.mark.parametrize("code", ["", "unknown", "x" * 5000, "ü", "a b", "' or 1=1 --"])
def test_an_unknown_code_is_refused(web: RelyingParty, client: Client, code: str) -> None:
    response = web.exchange(client, code)
    assert response.status_code == 400
    assert response.json()["error"] == ("invalid_grant" if code else "invalid_request")


def test_a_redirect_uri_of_another_request_is_invalid_grant_and_leaves_the_code_unspent(
    web: RelyingParty, user_agent: Client
) -> None:
    code = code_for(web, user_agent)
    assert_invalid_grant(web.exchange(user_agent, code, redirect_uri="https://app.example.org/other"))
    assert web.exchange(user_agent, code).status_code == 200


def test_the_redirect_uri_may_be_left_out_where_a_challenge_was_used(web: RelyingParty, user_agent: Client) -> None:
    assert web.exchange(user_agent, code_for(web, user_agent), redirect_uri=None).status_code == 200


def test_the_redirect_uri_may_not_be_left_out_without_a_challenge(
    register: Callable[..., RelyingParty], user_agent: Client
) -> None:
    party = register(pkce_exempt=True)
    code = code_for(party, user_agent, code_challenge=None, code_challenge_method=None)
    response = party.exchange(user_agent, code, redirect_uri=None, code_verifier=None)
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")
    assert party.exchange(user_agent, code, code_verifier=None).status_code == 200


@pytest.mark.spec("RFC 7636 section 4.6")
@pytest.mark.parametrize("verifier", [None, "w" * 43, "w" * 128])
def test_a_missing_or_wrong_verifier_is_invalid_grant(
    web: RelyingParty, user_agent: Client, verifier: str | None
) -> None:
    code = code_for(web, user_agent)
    assert_invalid_grant(web.exchange(user_agent, code, code_verifier=verifier))
    assert web.exchange(user_agent, code).status_code == 200


@pytest.mark.spec("RFC 7636 section 4.1")
@pytest.mark.parametrize("verifier", ["w" * 42, "w" * 129, "w" * 42 + "ü", "w" * 42 + " ", "w" * 43 + "\n"])
def test_a_malformed_verifier_is_refused(web: RelyingParty, user_agent: Client, verifier: str) -> None:
    response = web.exchange(user_agent, code_for(web, user_agent), code_verifier=verifier)
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")


@pytest.mark.spec("RFC 9700 section 4.8.2")
def test_a_verifier_without_a_challenge_is_refused(register: Callable[..., RelyingParty], user_agent: Client) -> None:
    party = register(pkce_exempt=True)
    code = code_for(party, user_agent, code_challenge=None, code_challenge_method=None)
    assert_invalid_grant(party.exchange(user_agent, code))


@pytest.mark.spec("RFC 8707 section 2.2")
def test_the_resource_must_be_that_of_the_grant(web: RelyingParty, user_agent: Client) -> None:
    code = code_for(web, user_agent)
    response = web.exchange(user_agent, code, resource="https://other.example.org/")
    assert (response.status_code, response.json()["error"]) == (400, "invalid_target")
    assert web.exchange(user_agent, code, resource="http://localhost:8000/api").status_code == 200


@pytest.mark.spec("RFC 9700 section 4.14.2")
def test_signing_out_ends_an_online_code(web: RelyingParty, user_agent: Client) -> None:
    code = code_for(web, user_agent)
    user_agent.post("/accounts/logout/")
    assert_invalid_grant(web.exchange(Client(), code))


def test_lifetimes_of_the_client_are_kept(register: Callable[..., RelyingParty], user_agent: Client) -> None:
    party = register(access_token_lifetime=timedelta(minutes=2))
    assert party.tokens(user_agent)["expires_in"] == 120
