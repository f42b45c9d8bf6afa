"""Resource indicators and the audience of a token (RFC 8707)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from oauth_server.protocol.models import ProtectedResource
from tests.flows.oauth import ISSUER, RelyingParty, allow, answer_of

pytestmark = pytest.mark.spec("RFC 8707 section 2")
OTHER = "https://reports.example.org/v1"


@pytest.fixture
def reports(db: None) -> ProtectedResource:
    return ProtectedResource.objects.create(identifier=OTHER, scopes="reports:read")


@pytest.mark.parametrize("resource", [None, f"{ISSUER}/api", f"{ISSUER}/api/v1/todo/", ISSUER])
def test_the_api_is_the_audience_by_default_and_by_every_address_below_it(
    user_agent: Client, web: RelyingParty, resource: str | None
) -> None:
    token = web.tokens(user_agent, resource=resource)["access_token"]
    response = Client().get("/api/whoami/", headers={"authorization": f"Bearer {token}"})
    assert response.status_code == 200, response.content


@pytest.mark.parametrize(
    "resource",
    ["https://elsewhere.example.org", f"{ISSUER}/apis", f"{ISSUER}/api/../x", "api", f"{ISSUER}/api#x", "//"],
)
def test_an_unknown_address_is_invalid_target(user_agent: Client, web: RelyingParty, resource: str) -> None:
    assert answer_of(user_agent.get("/o/authorize/", web.request(resource=resource)))["error"] == "invalid_target"


def test_two_resources_are_invalid_target(user_agent: Client, web: RelyingParty, reports: ProtectedResource) -> None:
    request: dict[str, Any] = {**web.request(), "resource": [OTHER, f"{ISSUER}/api"]}
    assert answer_of(user_agent.get("/o/authorize/", request))["error"] == "invalid_target"


def test_a_scope_of_another_resource_is_invalid_scope(
    user_agent: Client, web: RelyingParty, reports: ProtectedResource
) -> None:
    request = web.request(resource=OTHER, scope="openid todo:read")
    assert answer_of(user_agent.get("/o/authorize/", request))["error"] == "invalid_scope"


def test_a_token_for_another_party_opens_neither_the_api_nor_userinfo(
    user_agent: Client, web: RelyingParty, reports: ProtectedResource
) -> None:
    token = web.tokens(user_agent, resource=OTHER, scope="openid reports:read")["access_token"]
    for path in ("/api/whoami/", "/o/userinfo/"):
        assert Client().get(path, headers={"authorization": f"Bearer {token}"}).status_code == 401, path


def test_another_resource_at_the_token_endpoint_is_invalid_target(
    user_agent: Client, web: RelyingParty, reports: ProtectedResource
) -> None:
    answer = allow(user_agent, user_agent.get("/o/authorize/", web.request()))
    response = web.exchange(user_agent, answer["code"], resource=OTHER)
    assert (response.status_code, response.json()["error"]) == (400, "invalid_target")


def test_a_machine_token_has_an_audience_too(register: Callable[..., RelyingParty], reports: ProtectedResource) -> None:
    machine = register(authorization_grant_type="client-credentials", redirect_uris="", scopes="reports:read")
    token = machine.token(Client(), grant_type="client_credentials", resource=OTHER).json()["access_token"]
    assert Client().get("/api/status/", headers={"authorization": f"Bearer {token}"}).status_code == 401
