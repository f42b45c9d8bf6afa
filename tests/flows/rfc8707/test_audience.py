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
    [
        "https://elsewhere.example.org",
        f"{ISSUER}/apis",
        f"{ISSUER}/api/../x",
        f"{ISSUER}/api/%2e%2e/mcp",
        f"{ISSUER}/api/..%2Fmcp",
        f"{ISSUER}/api\\mcp",
        f"{ISSUER}/api/a b",
        f"{ISSUER}/api/ä",
        f"{ISSUER}/api#x",
        f"{ISSUER}/api#",
        f"{ISSUER}/api?x=1",
        f"{ISSUER}/api?",
        "http://[",
        "api",
        "//",
        "/api",
        "urn:example:api",
    ],
)
def test_an_unknown_address_is_invalid_target(user_agent: Client, web: RelyingParty, resource: str) -> None:
    assert answer_of(user_agent.get("/o/authorize/", web.request(resource=resource)))["error"] == "invalid_target"


def test_two_addresses_below_one_resource_are_one(user_agent: Client, web: RelyingParty) -> None:
    request: dict[str, Any] = {**web.request(), "resource": [f"{ISSUER}/api", f"{ISSUER}/api/v1/todo/"]}
    assert "code" in allow(user_agent, user_agent.get("/o/authorize/", request))


def test_the_longest_registered_address_is_the_resource(
    user_agent: Client, web: RelyingParty, reports: ProtectedResource
) -> None:
    ProtectedResource.objects.create(identifier=f"{OTHER}/drafts/", scopes="employees:read")
    wide, narrow = f"{OTHER}/x", f"{OTHER}/drafts/7"
    right = {wide: "reports:read", narrow: "employees:read"}
    for resource, scope in right.items():
        answer = allow(user_agent, user_agent.get("/o/authorize/", web.request(resource=resource, scope=scope)))
        assert web.exchange(user_agent, answer["code"], resource=resource).status_code == 200
    swapped = web.request(resource=narrow, scope=right[wide])
    assert answer_of(user_agent.get("/o/authorize/", swapped))["error"] == "invalid_scope"


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


def test_a_token_for_the_tools_is_refused_at_the_api(user_agent: Client, web: RelyingParty) -> None:
    token = web.tokens(user_agent, resource=f"{ISSUER}/mcp", scope="openid account:read")["access_token"]
    for path in ("/api/whoami/", "/api/status/", "/api/v1/todo/", "/o/userinfo/"):
        assert Client().get(path, headers={"authorization": f"Bearer {token}"}).status_code == 401, path


def test_a_scope_that_the_tools_do_not_need_is_invalid_scope(user_agent: Client, web: RelyingParty) -> None:
    request = web.request(resource=f"{ISSUER}/mcp", scope="account:read reports:read")
    assert answer_of(user_agent.get("/o/authorize/", request))["error"] == "invalid_scope"


def test_a_grant_for_the_tools_is_refreshed_for_the_tools_only(user_agent: Client, web: RelyingParty) -> None:
    mcp = f"{ISSUER}/mcp"
    tokens = web.tokens(user_agent, resource=mcp, scope="account:read")
    elsewhere = web.refresh(user_agent, tokens["refresh_token"], resource=f"{ISSUER}/api")
    assert (elsewhere.status_code, elsewhere.json()["error"]) == (400, "invalid_target")
    token = web.refresh(user_agent, tokens["refresh_token"], resource=f"{mcp}/").json()["access_token"]
    assert Client().get("/api/whoami/", headers={"authorization": f"Bearer {token}"}).status_code == 401


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


@pytest.mark.parametrize("resource", [[OTHER, f"{ISSUER}/api"], ["https://elsewhere.example.org"], [f"{ISSUER}/apis"]])
def test_an_unknown_address_or_two_resources_of_a_machine_are_invalid_target(
    register: Callable[..., RelyingParty], reports: ProtectedResource, resource: list[str]
) -> None:
    machine = register(authorization_grant_type="client-credentials", redirect_uris="", scopes="reports:read")
    parameters: Any = {"grant_type": "client_credentials", "resource": resource}
    response = machine.token(Client(), **parameters)
    assert (response.status_code, response.json()["error"]) == (400, "invalid_target")


def test_a_machine_that_names_no_scope_gets_those_of_the_resource(register: Callable[..., RelyingParty]) -> None:
    machine = register(
        authorization_grant_type="client-credentials", redirect_uris="", scopes="reports:read todo:read account:read"
    )
    response = machine.token(Client(), grant_type="client_credentials", resource=f"{ISSUER}/mcp")
    assert (response.status_code, response.json()["scope"]) == (200, "account:read todo:read")
