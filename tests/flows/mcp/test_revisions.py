"""Which revision a message speaks: by a handshake that nobody remembers, or by its own metadata."""

import base64
import json
from typing import Any

import pytest
from django.test import Client

from tests.flows.mcp.test_messages import error
from tests.flows.mcp_authorization.agent import HANDSHAKE, META, STATELESS, Agent
from tests.flows.mcp_authorization.conftest import agent_of
from tests.flows.oauth import RelyingParty

pytestmark = [pytest.mark.django_db, pytest.mark.spec("MCP section Protocol_Version_Negotiation")]
VERSION, CAPABILITIES = "io.modelcontextprotocol/protocolVersion", "io.modelcontextprotocol/clientCapabilities"
CLIENT: dict[str, Any] = {"capabilities": {}, "clientInfo": {"name": "An agent", "version": "1"}}


@pytest.fixture
def older(party: RelyingParty, user_agent: Client) -> Agent:
    """An agent that shakes hands."""
    return agent_of(party, user_agent, revision=HANDSHAKE)


@pytest.fixture
def newer(party: RelyingParty, user_agent: Client) -> Agent:
    """An agent whose requests say everything themselves."""
    return agent_of(party, user_agent, revision=STATELESS)


@pytest.mark.spec("MCP section Initialization")
@pytest.mark.parametrize("version", [HANDSHAKE, STATELESS, "2025-06-18", "2024-11-05", "1900-01-01", ""])
def test_a_handshake_agrees_on_the_revision_that_has_one(older: Agent, version: str) -> None:
    answer = older.send("initialize", {"protocolVersion": version, **CLIENT}, mcp_protocol_version=None)
    result = answer.json()["result"]
    assert result["protocolVersion"] == HANDSHAKE
    assert result["capabilities"] == {"tools": {"listChanged": False}}
    assert result["serverInfo"] == {"name": "oauth-server", "version": "1"}
    assert "Mcp-Session-Id" not in answer
    assert older.result("ping") == {}


@pytest.mark.spec("MCP section Initialization")
@pytest.mark.parametrize(
    "params",
    [
        {},
        CLIENT,
        {"protocolVersion": 1, **CLIENT},
        {"protocolVersion": HANDSHAKE, **CLIENT, "capabilities": []},
        {"protocolVersion": HANDSHAKE, **CLIENT, "clientInfo": "An agent"},
        {"protocolVersion": HANDSHAKE, **CLIENT, "clientInfo": {"name": "An agent"}},
    ],
    ids=str,
)
def test_a_handshake_without_its_parameters_is_none(older: Agent, params: dict[str, Any]) -> None:
    error(older.send("initialize", params), 200, -32602)


def test_a_request_that_names_no_revision_has_the_older_form(older: Agent) -> None:
    answer = older.send("tools/list", mcp_protocol_version=None)
    assert answer.status_code == 200
    assert "resultType" not in answer.json()["result"]


@pytest.mark.parametrize("version", ["2025-06-18", "2025-03-26", "1900-01-01", "x", "", "2025-11-25,2025-11-25"])
@pytest.mark.parametrize("known", [1, None])
def test_a_revision_that_is_not_spoken_is_refused_with_those_that_are(
    older: Agent, newer: Agent, version: str, known: int | None
) -> None:
    message = {"jsonrpc": "2.0", "method": "tools/list", **({"id": known} if known else {})}
    answers = [older.post(json.dumps(message), mcp_protocol_version=version)] if version else []
    if known:
        answers.append(newer.send("tools/list", {"_meta": {**META, VERSION: version}}, mcp_protocol_version=version))
    for answer in answers:
        told = error(answer, 400, -32022)
        assert told["error"]["data"] == {"supported": [STATELESS, HANDSHAKE], "requested": version}


@pytest.mark.spec("MCP section Discovery")
def test_a_server_is_discovered_without_a_handshake(newer: Agent) -> None:
    result = newer.result("server/discover")
    assert result["resultType"] == "complete"
    assert result["supportedVersions"] == [STATELESS, HANDSHAKE]
    assert result["capabilities"] == {"tools": {"listChanged": False}}
    assert (result["ttlMs"], result["cacheScope"]) == (60_000, "private")
    assert result["_meta"] == {"io.modelcontextprotocol/serverInfo": {"name": "oauth-server", "version": "1"}}
    for method in ("initialize", "ping", "subscriptions/listen"):
        error(newer.send(method, {"protocolVersion": HANDSHAKE, **CLIENT}), 404, -32601)


@pytest.mark.spec("MCP section Meta")
@pytest.mark.parametrize(
    "meta",
    [
        {},
        {VERSION: STATELESS},
        {CAPABILITIES: {}},
        {VERSION: 1, CAPABILITIES: {}},
        {VERSION: None, CAPABILITIES: {}},
        {VERSION: STATELESS, CAPABILITIES: []},
        {VERSION: STATELESS, CAPABILITIES: None},
    ],
    ids=str,
)
def test_every_request_names_its_revision_and_capabilities(newer: Agent, meta: dict[str, Any]) -> None:
    error(newer.send("tools/list", {"_meta": meta}), 400, -32602)


@pytest.mark.spec("MCP section Server_Validation")
@pytest.mark.parametrize(
    "headers",
    [
        {"mcp_protocol_version": None},
        {"mcp_protocol_version": HANDSHAKE},
        {"mcp_method": None},
        {"mcp_method": "tools/list"},
        {"mcp_method": "Tools/Call"},
        {"mcp_method": "tools/call,tools/call"},
        {"mcp_name": None},
        {"mcp_name": "delete_todo"},
        {"mcp_name": "list_todos "},
        {"mcp_name": "=?base64?!!?="},
        {"mcp_name": "=?base64?/w==?="},
    ],
    ids=str,
)
def test_a_header_that_says_something_else_than_the_body_is_refused(newer: Agent, headers: dict[str, Any]) -> None:
    answer = newer.send("tools/call", {"name": "list_todos", "arguments": {}}, **headers)
    if headers == {"mcp_name": "list_todos "}:  # HTTP itself takes the space away (RFC 9110 section 5.5)
        assert answer.status_code in (200, 400)
        return
    assert error(answer, 400, -32020)["id"] == 1


@pytest.mark.spec("MCP section Value_Encoding")
def test_a_name_may_be_encoded(newer: Agent) -> None:
    encoded = f"=?base64?{base64.b64encode(b'list_todos').decode()}?="
    assert newer.send("tools/call", {"name": "list_todos"}, mcp_name=encoded).status_code == 200
    name = "\u4e16\u754c"
    encoded = f"=?base64?{base64.b64encode(name.encode()).decode()}?="
    error(newer.send("tools/call", {"name": name}, mcp_name=encoded), 200, -32602)


@pytest.mark.spec("MCP section Earlier_Streamable_HTTP_Revisions")
def test_sessions_and_streams_of_older_clients_are_ignored(agent: Agent) -> None:
    answer = agent.send("tools/list", mcp_session_id="x", last_event_id="1")
    assert answer.status_code == 200
    assert "Mcp-Session-Id" not in answer
