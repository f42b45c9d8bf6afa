"""Whatever an agent sends: never a server error, and never an entry of somebody else's."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from resources.models import Todo
from tests.flows.mcp_authorization.agent import META, Agent

pytestmark = [pytest.mark.django_db, pytest.mark.spec("MCP section Sending_Messages")]
BOUNDED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ODD = st.sampled_from(
    ["\x00", "\ud800", "=?base64?eA==?=", "../..", "x" * 300, "2026-07-28", "list_todos", "{id}", "%00"]
)
SCALAR = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    ODD,
    st.sampled_from([2**63, -(2**63), 1e308]),
)
JSON = st.recursive(
    SCALAR,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(
    [
        "jsonrpc",
        "id",
        "method",
        "params",
        "name",
        "arguments",
        "_meta",
        "cursor",
        "title",
        "page",
        "page_size",
        "search",
    ]
)
MESSAGE = st.dictionaries(NAMES | st.text(max_size=5), JSON, max_size=5)
METHODS = st.sampled_from(
    ["initialize", "ping", "server/discover", "tools/list", "tools/call", "notifications/cancelled"]
)
TOOLS = st.sampled_from(["list_todos", "get_todo", "create_todo", "update_todo", "delete_todo", "create_announcement"])
ARGUMENTS = st.dictionaries(
    st.sampled_from(
        ["id", "title", "description", "completed", "page", "page_size", "search", "ordering", "created_after"]
    )
    | st.text(max_size=5),
    JSON,
    max_size=4,
)
HEADERS = st.dictionaries(
    st.sampled_from(["mcp_protocol_version", "mcp_method", "mcp_name", "accept", "origin"]),
    st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=30) | st.sampled_from(["2026-07-28", "*/*"]),
    max_size=2,
)
ANSWERS = {200, 202, 400, 403, 404, 406, 415}


@pytest.fixture
def secret(db: None) -> Todo:
    """An entry of somebody else's."""
    return Todo.objects.create(user=User.objects.create_user("stranger"), title="A secret")


@BOUNDED
@given(body=st.one_of(st.binary(max_size=200), MESSAGE.map(lambda found: json.dumps(found).encode())), headers=HEADERS)
def test_any_body(agent: Agent, secret: Todo, body: bytes, headers: dict[str, str]) -> None:
    answer = agent.post(body, **headers)
    assert answer.status_code in ANSWERS
    secret.refresh_from_db()
    assert secret.title == "A secret"
    assert b"A secret" not in answer.content


@BOUNDED
@given(method=METHODS | st.text(max_size=10), params=MESSAGE, known=SCALAR)
def test_any_parameters(agent: Agent, method: str, params: dict[str, Any], known: Any) -> None:
    meta = {"_meta": META} if agent.revision == META["io.modelcontextprotocol/protocolVersion"] else {}
    body = json.dumps({"jsonrpc": "2.0", "id": known, "method": method, "params": {**meta, **params}})
    answer = agent.post(body, mcp_protocol_version=agent.revision, mcp_method="tools/list")
    assert answer.status_code in ANSWERS


@BOUNDED
@given(tool=TOOLS, arguments=ARGUMENTS)
def test_any_arguments(agent: Agent, secret: Todo, tool: str, arguments: dict[str, Any]) -> None:
    body = {"name": tool, "arguments": arguments}
    answer = agent.send("tools/call", body)
    assert answer.status_code in {200, 400}
    assert b"A secret" not in answer.content
    assert Todo.objects.filter(pk=secret.pk, title="A secret").exists()
