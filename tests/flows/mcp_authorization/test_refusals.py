"""Which tokens are good at `/mcp`, and what a client is told that has none, or too small a one."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from oauth_server.vocabulary import TokenFormat
from resources.models import Todo
from tests.flows.acting.acting import Administrator
from tests.flows.guarded_api.callers import drf_token_of, jwt_of, session_of
from tests.flows.guarded_api.keys import key_of
from tests.flows.mcp_authorization.agent import MCP, METADATA, Agent
from tests.flows.mcp_authorization.conftest import agent_of
from tests.flows.oauth import ISSUER, RelyingParty, allow
from tests.proofs import Prover, ProvingClient

pytestmark = pytest.mark.django_db
LISTING = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list"})


def told(response: Any, status: int, error: str | None, scope: str) -> None:
    """Check a refusal's status and its first challenge."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["decision"]
    challenge = response["WWW-Authenticate"].split(", DPoP ")[0]
    assert challenge.startswith("Bearer ")
    assert f'resource_metadata="{METADATA}"' in challenge
    assert f'scope="{scope}"' in challenge
    assert (f'error="{error}"' in challenge) if error else ("error=" not in challenge)


@pytest.mark.spec("MCP Authorization section Scope_Selection_Strategy")
@pytest.mark.parametrize("body", [LISTING, "", "[]", "{"])
def test_without_a_token_a_client_is_told_where_to_begin(client: Client, body: str) -> None:
    told(Agent().post(body), 401, None, "todo:read todo:write")
    document = client.get("/.well-known/oauth-protected-resource/mcp").json()
    assert document["resource"] == MCP
    assert document["authorization_servers"] == [ISSUER]
    assert {"todo:read", "todo:write"} <= set(document["scopes_supported"])


@pytest.mark.spec("MCP Authorization section Token_Handling")
def test_a_token_of_the_api_is_refused_at_the_endpoint_and_the_reverse(party: RelyingParty, user_agent: Client) -> None:
    scope = "account:read todo:read"
    ours, apis = (agent_of(party, user_agent, scope, resource=resource) for resource in (MCP, f"{ISSUER}/api"))
    assert ours.send("tools/list").status_code == 200
    told(apis.send("tools/list"), 401, "invalid_token", "todo:read todo:write")
    for agent, status in ((ours, 401), (apis, 200)):
        answer = Client().get("/api/v1/todo/", headers={"authorization": f"Bearer {agent.token}"})
        assert answer.status_code == status


@pytest.mark.spec("MCP Authorization section Token_Handling")
@pytest.mark.parametrize("token", ["x", "a.b.c", "\u00e9", "x" * 43])
def test_what_is_no_token_is_refused(token: str) -> None:
    told(Agent(token).post(LISTING), 401, "invalid_token", "todo:read todo:write")


@pytest.mark.spec("MCP Authorization section Token_Requirements")
def test_a_token_in_the_address_is_none(party: RelyingParty, user_agent: Client) -> None:
    token = agent_of(party, user_agent).token
    answer = Client().post(f"/mcp?access_token={token}", LISTING, content_type="application/json")
    told(answer, 401, None, "todo:read todo:write")


@pytest.mark.spec("MCP Authorization section Token_Handling")
def test_no_credential_of_our_own_apps_is_taken(alice: User) -> None:
    for caller in (session_of("alice"), jwt_of("alice"), drf_token_of("alice"), key_of("alice", ["todo:read"])):
        answer = caller.post("/mcp", json.loads(LISTING))
        assert answer.status_code == 403, caller.headers
        assert b"tools" not in answer.content


@pytest.mark.spec("MCP Authorization section Token_Handling")
def test_a_machine_is_no_person(register: Callable[..., RelyingParty]) -> None:
    machine = register(authorization_grant_type="client-credentials", redirect_uri="", scopes="todo:read")
    answer = machine.token(Client(), grant_type="client_credentials", scope="todo:read", resource=MCP)
    response = Agent(answer.json()["access_token"]).send("tools/list")
    assert response.status_code == 403
    assert response.json()["detail"] == "No person stands behind this credential."


@pytest.mark.spec("MCP Authorization section Runtime_Insufficient_Scope_Errors")
@pytest.mark.parametrize(
    ("granted", "tool", "arguments", "needed"),
    [
        ("todo:write", "list_todos", {}, "todo:read"),
        ("todo:read", "create_todo", {"title": "Buy bread"}, "todo:write"),
        ("todo:read", "delete_todo", {"id": 1}, "todo:write"),
        ("todo:read", "delete_todo", {"nonsense": []}, "todo:write"),
    ],
)
def test_a_missing_scope_is_for_the_client_to_ask_for(
    party: RelyingParty,
    user_agent: Client,
    granted: str,
    tool: str,
    arguments: dict[str, Any],
    needed: str,
    revision: str,
) -> None:
    agent = agent_of(party, user_agent, granted, revision=revision)
    told(agent.tool(tool, **arguments), 403, "insufficient_scope", needed)
    assert tool in agent.tools(), "a tool is listed that only wants for a scope"
    assert not Todo.objects.exists()


@pytest.mark.spec("MCP Authorization section Token_Requirements")
@pytest.mark.parametrize("token_format", TokenFormat)
def test_either_form_of_token_is_taken_and_a_revoked_one_is_not(
    register: Callable[..., RelyingParty], user_agent: Client, token_format: TokenFormat
) -> None:
    party = register(scopes="todo:read", token_format=token_format)
    agent = agent_of(party, user_agent, "todo:read")
    assert agent.send("tools/list").status_code == 200
    party.post(Client(), "/o/revoke_token/", token=agent.token)
    told(agent.send("tools/list"), 401, "invalid_token", "todo:read todo:write")


@pytest.mark.spec("MCP Authorization section Token_Requirements")
def test_who_is_disabled_is_refused_at_the_next_message(alice: User, agent: Agent) -> None:
    assert agent.send("tools/list").status_code == 200
    alice.is_active = False
    alice.save()
    assert agent.send("tools/list").status_code == 401


@pytest.mark.spec("RFC 9449 section 7.1")
def test_a_token_bound_to_a_key_needs_a_proof_for_this_address(
    register: Callable[..., RelyingParty], user_agent: Client
) -> None:
    party, proving = register(scopes="todo:read", dpop_bound_access_tokens=True), ProvingClient(Prover())
    request = party.request(scope="todo:read", resource=MCP)
    code = allow(user_agent, user_agent.get("/o/authorize/", request))["code"]
    token = party.exchange(proving, code).json()["access_token"]
    good = Agent(headers=proving.prover.presenting(token, "POST", "/mcp")).send("tools/list")
    assert good.status_code == 200, good.content
    for headers in (
        {"authorization": f"Bearer {token}"},
        {"authorization": f"DPoP {token}"},
        proving.prover.presenting(token, "POST", "/api/"),
        proving.prover.presenting(token, "GET", "/mcp"),
    ):
        assert Agent(headers=headers).send("tools/list").status_code == 401, headers


@pytest.mark.spec("RFC 8693 section 4.1")
def test_who_acts_for_a_person_reads_and_writes_nothing(
    administrator: Administrator, alice: User, entry: int, revision: str
) -> None:
    answer = administrator.act_for(alice, resource=MCP, scope="todo:read todo:write")
    assert answer.status_code == 200, answer.content
    agent = Agent(answer.json()["access_token"], revision)
    assert agent.said("get_todo", id=entry)["title"] == "Water the plants"
    assert set(agent.tools()) == {"list_todos", "get_todo", "list_announcements", "get_announcement"}
    assert agent.failed("delete_todo", id=entry)["detail"] == "Nobody may do this while acting for another person."
    assert Todo.objects.count() == 1
