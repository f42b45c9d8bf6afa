"""One address, one message, one answer (Streamable HTTP), in both revisions."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from resources.models import Todo
from tests.flows.mcp_authorization.agent import STATELESS, Agent
from tests.flows.oauth import RelyingParty

pytestmark = [pytest.mark.django_db, pytest.mark.spec("MCP section Sending_Messages")]
TRANSACTIONS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
GOOD: dict[str, Any] = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
DEEP = b'{"jsonrpc":"2.0","id":1,"method":"ping","params":' + b'{"a":' * 20_000 + b"1" + b"}" * 20_001


def error(response: Any, status: int, code: int) -> dict[str, Any]:
    """Return the error of a response that must have this status and code."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/json"
    answer = response.json()
    assert "result" not in answer
    assert answer["error"]["code"] == code
    assert answer["error"]["message"]
    return dict(answer)


@pytest.mark.parametrize("method", ["get", "delete", "put", "patch", "head", "options"])
def test_there_is_nothing_but_post(agent: Agent, method: str) -> None:
    for token in (agent.token, None):
        headers = {"authorization": f"Bearer {token}"} if token else {}
        response = getattr(Client(), method)("/mcp", headers={**headers, "accept": "text/event-stream"})
        assert (response.status_code, response["Allow"]) == (405, "POST")


@pytest.mark.parametrize("path", ["/mcp/", "/mcp/x", "/mcpx", "/MCP"])
def test_there_is_no_address_beside_it(agent: Agent, path: str) -> None:
    headers = {"authorization": f"Bearer {agent.token}"}
    answer = Client().post(path, json.dumps(GOOD), content_type="application/json", headers=headers)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x", ""]
)
def test_a_message_is_json_and_says_so(agent: Agent, content_type: str) -> None:
    assert agent.post(json.dumps(GOOD), content_type=content_type).status_code == 415


def test_the_answer_is_json(agent: Agent) -> None:
    assert agent.send("tools/list")["Content-Type"] == "application/json"
    assert agent.send("tools/list")["Cache-Control"] == "no-store"
    for accept in ("application/json", "*/*", None, "application/json, text/event-stream"):
        assert agent.send("tools/list", accept=accept).status_code == 200
    assert agent.send("tools/list", accept="text/event-stream").status_code == 406


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        json.dumps(GOOD).encode("utf-16"),
        b'{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/list"}',
        b'{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":NaN}}',
        b'{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":1e999}}',
        b'{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":"\\ud800"}}',
        b'{"jsonrpc":"2.0","id":' + b"9" * 5000 + b',"method":"ping"}',
        DEEP,
    ],
    ids=["empty", "half", "not utf-8", "bom", "utf-16", "twice", "nan", "infinite", "surrogate", "huge number", "deep"],
)
def test_what_cannot_be_parsed_is_answered_without_an_id(agent: Agent, body: bytes) -> None:
    assert "id" not in error(agent.post(body), 400, -32700)


@pytest.mark.parametrize(
    "change",
    [
        {"jsonrpc": "1.0"},
        {"jsonrpc": None},
        {"jsonrpc": 2.0},
        {"id": None},
        {"id": True},
        {"id": 1.5},
        {"id": {}},
        {"id": []},
        {"id": 10**15},
        {"id": "x" * 201},
        {"method": None},
        {"method": 1},
        {"method": ""},
        {"method": "x" * 201},
        {"method": ["tools/list"]},
    ],
    ids=str,
)
def test_what_is_no_message_is_refused(agent: Agent, change: dict[str, Any]) -> None:
    answer = error(agent.post(json.dumps(GOOD | change)), 400, -32600)
    assert answer.get("id") in ({1, None} if "id" not in change else {None})


@pytest.mark.parametrize("body", ["[]", f"[{json.dumps(GOOD)}]", "null", "1", '"tools/list"', "true", "{}"])
def test_a_batch_or_another_value_is_no_message(agent: Agent, body: str) -> None:
    error(agent.post(body), 400, -32600)


def test_a_response_is_nothing_that_was_asked_for(agent: Agent) -> None:
    error(agent.post(json.dumps({"jsonrpc": "2.0", "id": 1, "result": {}})), 400, -32600)


@pytest.mark.parametrize("params", [[], "x", 1, None, True, {"_meta": []}, {"_meta": None}], ids=str)
def test_parameters_and_their_metadata_are_objects(agent: Agent, params: Any) -> None:
    assert error(agent.post(json.dumps(GOOD | {"params": params})), 400, -32602)["id"] == 1


@pytest.mark.parametrize("known", [0, -1, 1, 10**15 - 1, "", "a", '\u2028"<\x00é'])
def test_the_answer_carries_the_id_of_its_request(agent: Agent, known: Any) -> None:
    answer = agent.send("tools/list", id=known).json()
    assert (answer["id"], type(answer["id"])) == (known, type(known))


def test_a_notification_is_taken_in_silence(agent: Agent) -> None:
    for method in ("notifications/initialized", "notifications/cancelled", "tools/call", "no/such"):
        params = {"name": "create_todo", "arguments": {"title": "Never written"}}
        answer = agent.post(json.dumps({"jsonrpc": "2.0", "method": method, "params": params}))
        assert (answer.status_code, answer.content) == (202, b"")
    assert not Todo.objects.exists()


def test_a_message_too_large_is_refused(agent: Agent) -> None:
    assert agent.post(b'"' + b"x" * 1024 * 1024 + b'"').status_code == 400


@pytest.mark.spec("MCP section Security")
@pytest.mark.parametrize(
    "origin",
    [
        "https://elsewhere.example.org",
        "null",
        "",
        "http://localhost:8001",
        "https://localhost:8000",
        "\u00e9",
        "x" * 9000,
    ],
)
def test_a_page_of_another_origin_is_refused_whoever_asks(agent: Agent, origin: str) -> None:
    assert agent.send("tools/list", origin=origin).status_code == 403
    assert Agent().send("tools/list", origin=origin).status_code == 403


@pytest.mark.spec("MCP section Security")
def test_our_pages_and_those_of_active_clients_may_ask(agent: Agent, spa: RelyingParty) -> None:
    theirs = "https://spa.example.org"
    assert agent.send("tools/list", origin="http://localhost:8000").status_code == 200
    answer = agent.send("tools/list", origin=theirs)
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (200, theirs)
    asked = "authorization,content-type,mcp-protocol-version,mcp-method,mcp-name"
    preflight = {"origin": theirs, "access-control-request-method": "POST", "access-control-request-headers": asked}
    allowed = Client().options("/mcp", headers=preflight)
    assert allowed.status_code == 200
    assert set(asked.split(",")) <= set(allowed["Access-Control-Allow-Headers"].split(", "))
    spa.application.enabled = False
    spa.application.save()
    assert agent.send("tools/list", origin=theirs).status_code == 403


@pytest.mark.parametrize(("method", "status"), [("resources/list", -32601), ("prompts/list", -32601), ("x", -32601)])
def test_an_unknown_method_is_not_found(agent: Agent, method: str, status: int) -> None:
    answer = error(agent.send(method), 404 if agent.revision == STATELESS else 200, status)
    assert answer["id"] == 1


@pytest.mark.spec("MCP section Listing_Tools")
@pytest.mark.parametrize("cursor", ["x", "", 1, {}, False])
def test_there_is_one_page_of_tools(agent: Agent, cursor: Any) -> None:
    assert "nextCursor" not in agent.result("tools/list")
    error(agent.send("tools/list", {"cursor": cursor}), 200, -32602)


def test_who_is_asking_costs_one_statement(agent: Agent) -> None:
    agent.send("tools/list")
    counted = {}
    for method, params in (
        ("server/discover" if agent.revision == STATELESS else "ping", {}),
        ("tools/list", {}),
        ("tools/call", {"name": "no_such", "arguments": {}}),
        ("tools/call", {"name": "create_todo", "arguments": {"title": "Buy bread"}}),
        ("tools/call", {"name": "list_todos", "arguments": {}}),
    ):
        with CaptureQueriesContext(connection) as seen:
            agent.send(method, params)
        statements = [query["sql"] for query in seen if not query["sql"].startswith(TRANSACTIONS)]
        counted[f"{method} {params.get('name', '')}".strip()] = len(statements)
    first = next(iter(counted))
    assert counted == {
        first: 1,
        "tools/list": 2,  # and what permissions the person holds
        "tools/call no_such": 1,
        "tools/call create_todo": 2,
        "tools/call list_todos": 3,  # and the count and the page, as at the address itself
    }
