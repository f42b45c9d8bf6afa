"""A machine acts for itself, with an access token and nothing else (RFC 6749 section 4.4)."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.flows.oauth import RelyingParty, basic, post_form

pytestmark = pytest.mark.spec("RFC 6749 section 4.4")


@pytest.fixture
def machine(register: Callable[..., RelyingParty]) -> RelyingParty:
    """A client registered for client credentials."""
    return register(authorization_grant_type="client-credentials", redirect_uri="")


def test_the_answer_is_an_access_token_alone(machine: RelyingParty, client: Client) -> None:
    answer = machine.token(client, grant_type="client_credentials", scope="reports:read").json()
    assert set(answer) == {"access_token", "token_type", "expires_in", "scope"}
    assert (answer["token_type"], answer["expires_in"], answer["scope"]) == ("Bearer", 300, "reports:read")


def test_without_a_scope_a_machine_gets_what_it_is_registered_for(
    register: Callable[..., RelyingParty], client: Client
) -> None:
    machine = register(authorization_grant_type="client-credentials", redirect_uri="", scopes="openid reports:read")
    assert machine.token(client, grant_type="client_credentials").json()["scope"] == "reports:read"


@pytest.mark.parametrize("scope", ["openid", "profile", "email", "roles", "offline_access", "reports:read openid", "x"])
def test_what_belongs_to_a_person_is_invalid_scope(machine: RelyingParty, client: Client, scope: str) -> None:
    response = machine.token(client, grant_type="client_credentials", scope=scope)
    assert (response.status_code, response.json()["error"]) == (400, "invalid_scope")


def test_a_client_is_held_to_its_scopes(register: Callable[..., RelyingParty], client: Client) -> None:
    machine = register(authorization_grant_type="client-credentials", redirect_uri="", scopes="reports:read")
    response = machine.token(client, grant_type="client_credentials", scope="admin:read")
    assert (response.status_code, response.json()["error"]) == (400, "invalid_scope")


def test_a_public_client_gets_nothing(register: Callable[..., RelyingParty], client: Client) -> None:
    party = register(public=True)
    type(party.application).objects.update(grant_types="client_credentials")
    response = party.token(client, grant_type="client_credentials")
    assert (response.status_code, response.json()["error"]) == (400, "unauthorized_client")


@pytest.mark.spec("RFC 8707 section 2")
def test_an_unknown_resource_is_invalid_target(machine: RelyingParty, client: Client) -> None:
    response = machine.token(client, grant_type="client_credentials", resource="https://other.example.org")
    assert (response.status_code, response.json()["error"]) == (400, "invalid_target")


@pytest.mark.spec("RFC 8707 section 2")
def test_resource_alone_may_be_repeated(machine: RelyingParty, client: Client) -> None:
    form = {"grant_type": "client_credentials", "resource": ["http://localhost:8000/api", "http://localhost:8000/api"]}
    headers = {"authorization": basic(machine.client_id, machine.secret)}
    assert post_form(client, "/o/token/", form, headers=headers).status_code == 200


def test_a_machine_has_no_claims(machine: RelyingParty, client: Client) -> None:
    answer = machine.token(client, grant_type="client_credentials").json()
    response = client.get("/o/userinfo/", headers={"authorization": f"Bearer {answer['access_token']}"})
    assert response.status_code == 403
