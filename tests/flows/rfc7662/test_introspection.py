"""A resource server learns what a token for it is worth, and nothing about any other (RFC 7662)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.flows.oauth import RelyingParty, claims_of

pytestmark = pytest.mark.spec("RFC 7662 section 2.2")
API = "http://localhost:8000/api"


@pytest.fixture
def resource_server(register: Callable[..., RelyingParty]) -> RelyingParty:
    """A confidential client that introspects tokens of the API."""
    return register(introspects=API, redirect_uri="https://rs.example.org/")


def introspect(party: RelyingParty, token: str, **parameters: str) -> Any:
    return party.post(Client(), "/o/introspect/", token=token, **parameters)


@pytest.mark.parametrize(("form", "lifetime"), [("jwt", 300), ("opaque", 600)])
def test_an_active_token_is_described(
    resource_server: RelyingParty,
    register: Callable[..., RelyingParty],
    user_agent: Client,
    alice: User,
    form: str,
    lifetime: int,
) -> None:
    web = register(token_format=form)
    answer = web.tokens(user_agent, scope="openid todo:read")
    response = introspect(resource_server, answer["access_token"])
    facts = response.json()
    assert facts.pop("exp") - facts["iat"] == lifetime
    assert facts.pop("nbf") == facts.pop("iat")
    assert facts.pop("jti")
    assert facts == {
        "active": True,
        "scope": "openid todo:read",
        "client_id": web.client_id,
        "username": "alice",
        "token_type": "Bearer",
        "sub": str(alice.subject),
        "aud": API,
        "iss": "http://localhost:8000",
        "sid": claims_of(answer["id_token"])["sid"],
        "auth_time": claims_of(answer["id_token"])["auth_time"],
        "acr": "1",
        "amr": ["pwd"],
    }
    assert response["Cache-Control"] == "no-store"


def test_a_machine_token_names_its_client(
    resource_server: RelyingParty, register: Callable[..., RelyingParty], client: Client
) -> None:
    machine = register(authorization_grant_type="client-credentials", redirect_uri="")
    token = machine.token(client, grant_type="client_credentials", scope="reports:read").json()["access_token"]
    facts = introspect(resource_server, token).json()
    assert (facts["active"], facts["sub"], facts["client_id"]) == (True, machine.client_id, machine.client_id)
    assert "username" not in facts


@pytest.mark.spec("RFC 7662 section 4")
def test_a_token_for_another_audience_is_inactive(
    register: Callable[..., RelyingParty], web: RelyingParty, user_agent: Client
) -> None:
    elsewhere = register(introspects="https://other.example.org")
    assert introspect(elsewhere, web.tokens(user_agent)["access_token"]).json() == {"active": False}


@pytest.mark.spec("RFC 7662 section 2.1")
def test_a_client_that_is_not_a_resource_server_is_refused(web: RelyingParty, user_agent: Client) -> None:
    response = introspect(web, web.tokens(user_agent)["access_token"])
    assert response.status_code == 403
    assert "active" not in response.json()


@pytest.mark.spec("RFC 7662 section 2.1")
def test_a_public_client_is_refused(
    register: Callable[..., RelyingParty], web: RelyingParty, user_agent: Client
) -> None:
    public = register(public=True, introspects=API)
    assert introspect(public, web.tokens(user_agent)["access_token"]).status_code == 403


def test_an_expired_token_is_inactive(resource_server: RelyingParty, web: RelyingParty, user_agent: Client) -> None:
    token = web.tokens(user_agent)["access_token"]
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1), tick=False):
        assert introspect(resource_server, token).json() == {"active": False}


def test_a_revoked_token_is_inactive(resource_server: RelyingParty, web: RelyingParty, user_agent: Client) -> None:
    answer = web.tokens(user_agent)
    web.post(Client(), "/o/revoke_token/", token=answer["refresh_token"])
    assert introspect(resource_server, answer["access_token"]).json() == {"active": False}


def test_a_token_of_an_ended_sign_in_is_inactive(
    resource_server: RelyingParty, web: RelyingParty, user_agent: Client
) -> None:
    token = web.tokens(user_agent)["access_token"]
    user_agent.post("/accounts/logout/")
    assert introspect(resource_server, token).json() == {"active": False}


@pytest.mark.parametrize("kind", ["refresh_token", "id_token"])
def test_other_kinds_of_tokens_are_inactive(
    resource_server: RelyingParty, web: RelyingParty, user_agent: Client, kind: str
) -> None:
    token = web.tokens(user_agent)[kind]
    assert introspect(resource_server, token).json() == {"active": False}
    assert introspect(resource_server, token, token_type_hint="access_token").json() == {"active": False}


def test_a_refresh_token_is_described_to_who_asks_for_one(
    resource_server: RelyingParty, web: RelyingParty, user_agent: Client
) -> None:
    answer = web.tokens(user_agent)
    facts = introspect(resource_server, answer["refresh_token"], token_type_hint="refresh_token").json()
    assert (facts["active"], facts["token_type"], facts["aud"]) == (True, "refresh_token", API)
    assert facts["exp"] - facts["iat"] == 14 * 24 * 60 * 60
    web.refresh(user_agent, answer["refresh_token"])
    spent = introspect(resource_server, answer["refresh_token"], token_type_hint="refresh_token")
    assert spent.json() == {"active": False}


@pytest.mark.parametrize("token", ["x", "a.b", "x" * 22 + "." + "y" * 43, "eyJ.a.b", "ü", "z" * 5000])
def test_an_unknown_token_is_inactive(resource_server: RelyingParty, token: str) -> None:
    assert introspect(resource_server, token).json() == {"active": False}


def test_a_hint_that_is_wrong_does_no_harm(
    resource_server: RelyingParty, web: RelyingParty, user_agent: Client
) -> None:
    token = web.tokens(user_agent)["access_token"]
    assert introspect(resource_server, token, token_type_hint="refresh_token").json()["active"] is True


def test_what_a_signed_token_says_is_what_introspection_says(
    resource_server: RelyingParty, web: RelyingParty, user_agent: Client
) -> None:
    token = web.tokens(user_agent, scope="openid todo:read")["access_token"]
    claims, facts = claims_of(token), introspect(resource_server, token).json()
    own = {"grant"}
    assert {name: facts[name] for name in claims.keys() - own} == {name: claims[name] for name in claims.keys() - own}


@pytest.mark.spec("RFC 7662 section 2.1")
def test_a_wrong_secret_is_told_nothing(resource_server: RelyingParty, web: RelyingParty, user_agent: Client) -> None:
    token = web.tokens(user_agent)["access_token"]
    resource_server.secret = "wrong"
    response = introspect(resource_server, token)
    assert (response.status_code, response.json()["error"]) == (401, "invalid_client")


@pytest.mark.spec("RFC 7662 section 4")
def test_a_token_with_another_signature_is_inactive(
    resource_server: RelyingParty, web: RelyingParty, user_agent: Client
) -> None:
    signed, _, signature = web.tokens(user_agent)["access_token"].rpartition(".")
    assert introspect(resource_server, f"{signed}.{signature[::-1]}").json() == {"active": False}


def test_a_pairwise_subject_is_the_one_that_the_client_knows(
    resource_server: RelyingParty, register: Callable[..., RelyingParty], user_agent: Client, alice: User
) -> None:
    signed, opaque = (
        register(subject_type="pairwise", token_format=form).tokens(user_agent)["access_token"]
        for form in ("jwt", "opaque")
    )
    subject = claims_of(signed)["sub"]
    assert subject != str(alice.subject)
    for token in (signed, opaque):
        assert introspect(resource_server, token).json()["sub"] == subject


def test_a_request_without_a_token_is_refused(resource_server: RelyingParty) -> None:
    response = resource_server.post(Client(), "/o/introspect/", token="")
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")
