"""The claims parameter: what is given of what was asked for by name (OpenID Connect Core sections 5.5 and 12.2)."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from oauth_server.protocol.models import Application
from tests.flows.oauth import RelyingParty, allow, claims_of

pytestmark = pytest.mark.spec("OpenID Connect Core section 5.5")
DETAILS = [None, {"essential": True}, {"value": "somebody@example.com"}, {"values": ["a", "b"], "essential": True}]


def userinfo(answer: dict[str, Any]) -> dict[str, Any]:
    response = Client().get("/o/userinfo/", headers={"authorization": f"Bearer {answer['access_token']}"})
    assert response.status_code == 200, response.content
    return dict(response.json())


@pytest.mark.spec("OpenID Connect Core section 5.5.1")
@pytest.mark.parametrize("detail", DETAILS, ids=["voluntary", "essential", "value", "values"])
@pytest.mark.parametrize("member", ["id_token", "userinfo"])
def test_a_claim_comes_where_it_was_asked_for_as_it_is(
    user_agent: Client, web: RelyingParty, member: str, detail: Any
) -> None:
    answer = web.tokens(user_agent, scope="openid", claims=json.dumps({member: {"email": detail}}))
    told = {"id_token": claims_of(answer["id_token"]), "userinfo": userinfo(answer)}
    assert told.pop(member)["email"] == "alice@example.org"
    assert all("email" not in others for others in told.values())
    assert "email_verified" not in claims_of(answer["id_token"])
    assert answer["scope"] == "openid"


@pytest.mark.spec("OpenID Connect Core section 5.4")
def test_the_claims_of_a_scope_come_from_userinfo_only(user_agent: Client, web: RelyingParty) -> None:
    answer = web.tokens(user_agent, scope="openid profile email roles")
    assert set(claims_of(answer["id_token"])) == {
        *("iss", "sub", "aud", "iat", "exp", "auth_time", "acr", "amr", "sid", "nonce", "at_hash")
    }
    assert {"email", "name", "roles"} <= set(userinfo(answer))


def test_what_a_scope_gives_and_what_was_asked_for_come_together(user_agent: Client, web: RelyingParty) -> None:
    asked = json.dumps({"userinfo": {"given_name": None, "unknown": None}})
    answer = web.tokens(user_agent, scope="openid email", claims=asked)
    assert set(userinfo(answer)) == {"sub", "email", "email_verified", "given_name"}


@pytest.mark.parametrize("member", ["id_token", "userinfo"])
def test_what_the_person_withheld_is_given_nowhere(user_agent: Client, web: RelyingParty, member: str) -> None:
    request = web.request(scope="openid", claims=json.dumps({member: {"email": {"essential": True}, "roles": None}}))
    code = allow(user_agent, user_agent.get("/o/authorize/", request), scopes=[])["code"]
    answer = web.exchange(user_agent, code).json()
    assert not {"email", "roles"} & {*claims_of(answer["id_token"]), *userinfo(answer)}


def test_an_essential_claim_that_nobody_knows_is_left_out_without_an_error(
    user_agent: Client, web: RelyingParty
) -> None:
    asked = {"userinfo": {"phone_number": {"essential": True}}, "id_token": {"address": {"essential": True}}}
    answer = web.tokens(user_agent, scope="openid", claims=json.dumps(asked))
    assert set(userinfo(answer)) == {"sub"}
    assert "address" not in claims_of(answer["id_token"])


@pytest.mark.parametrize("name", ["iss", "sub", "aud", "exp", "iat", "auth_time", "acr", "amr", "sid", "nonce"])
def test_no_request_changes_what_the_server_says_of_itself(user_agent: Client, web: RelyingParty, name: str) -> None:
    plain = claims_of(web.tokens(user_agent)["id_token"])
    asked = {} if name in ("sub", "acr") else {"value": "another"}
    answer = web.tokens(user_agent, claims=json.dumps({"id_token": {name: asked or None}, "userinfo": {name: asked}}))
    told = claims_of(answer["id_token"])
    assert told[name] == plain[name] or name in ("exp", "iat")
    assert set(userinfo(answer)) == {"sub"}


@pytest.mark.spec("OpenID Connect Core section 12.2")
def test_a_refreshed_id_token_says_the_same_of_the_sign_in_and_the_claims_as_they_are_now(
    user_agent: Client, web: RelyingParty
) -> None:
    asked = json.dumps({"id_token": {"email": None}, "userinfo": {"given_name": None}})
    first = web.tokens(user_agent, scope="openid offline_access", claims=asked)
    User.objects.update(email="liddell@example.org", first_name="Alicia")
    second = web.refresh(Client(), first["refresh_token"]).json()
    before, after = claims_of(first["id_token"]), claims_of(second["id_token"])
    for name in ("iss", "sub", "aud", "auth_time", "acr", "amr", "sid"):
        assert after[name] == before[name], name
    assert "nonce" not in after
    assert after["email"] == "liddell@example.org"
    assert userinfo(second) == {"sub": before["sub"], "given_name": "Alicia"}


def test_a_request_gives_nothing_to_the_next_one(user_agent: Client, web: RelyingParty) -> None:
    web.tokens(user_agent, scope="openid", claims=json.dumps({"userinfo": {"email": None}}))
    assert set(userinfo(web.tokens(user_agent, scope="openid"))) == {"sub"}


@pytest.mark.spec("OpenID Connect Registration section 2")
def test_auth_time_acr_and_amr_are_there_unasked(user_agent: Client, register: Callable[..., RelyingParty]) -> None:
    claims = claims_of(register(require_auth_time=True).tokens(user_agent, scope="openid")["id_token"])
    assert isinstance(claims["auth_time"], int)
    assert (claims["acr"], claims["amr"]) == ("1", ["pwd"])
    assert Application.objects.get().require_auth_time is True


def test_a_claim_whose_scope_the_client_may_not_have_any_more_is_given_no_more(
    user_agent: Client, web: RelyingParty
) -> None:
    asked = json.dumps({"id_token": {"email": None}, "userinfo": {"email": None, "name": None}})
    answer = web.tokens(user_agent, scope="openid", claims=asked)
    Application.objects.update(scopes="openid account:read profile")
    assert set(userinfo(answer)) == {"sub", "name"}
    refreshed = web.refresh(Client(), answer["refresh_token"]).json()
    assert "email" not in claims_of(refreshed["id_token"])
    assert set(userinfo(refreshed)) == {"sub", "name"}
