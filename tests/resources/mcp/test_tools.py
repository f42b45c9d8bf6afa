"""The table of tools beside the policy table; what a tool's call carries into the server, and what not."""

from typing import Any

import pytest
from django.test import RequestFactory
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from oauth_server.protocol.protected_resources import MCP_SCOPES
from oauth_server.vocabulary import CredentialKind, Scope
from resources.authentication.verified_request import VerifiedRequest
from resources.demand import Callers
from resources.mcp import calls
from resources.mcp.arguments import Asked
from resources.mcp.inner_request import ask
from resources.mcp.schemas import input_schema
from resources.mcp.tools import BY_NAME, TOOLS, Tool
from resources.mcp.view import McpView
from resources.policy import rule_of
from resources.principal import ANONYMOUS, Principal
from resources.problems import Unavailable

FOR_EVERYBODY = {Callers.ANYONE, Callers.ANY_USER}


def outer() -> Request:
    """A message as it came in, with everything that could be a credential."""
    headers = {"authorization": "Bearer a-token", "cookie": "sessionid=x", "x-api-key": "a key", "dpop": "a proof"}
    return Request(RequestFactory().post("/mcp", "{}", content_type="application/json", headers=headers))


def test_no_two_tools_have_one_name() -> None:
    assert len(BY_NAME) == len(TOOLS)


def test_the_first_challenge_names_what_every_person_may_use() -> None:
    demands = [tool.rule.demand(tool.method) for tool in TOOLS]
    scopes = {demand.scope for demand in demands if demand.roles in FOR_EVERYBODY and isinstance(demand.scope, Scope)}
    rule = rule_of(McpView)
    assert rule is not None
    assert set(rule.challenge) == scopes
    assert rule.named_scope("POST") == "todo:read todo:write"


def test_a_token_for_the_tools_can_have_every_scope_that_they_need() -> None:
    scopes = {tool.rule.demand(tool.method).scope for tool in TOOLS}
    assert {scope for scope in scopes if isinstance(scope, Scope)} <= MCP_SCOPES


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_a_tool_is_a_method_that_its_row_has(tool: Tool) -> None:
    assert tool.rule.offers(tool.method)
    assert tool.rule.path.startswith("/api/v1/")
    assert ("id" in input_schema(tool)["properties"]) is tool.names_entry


def test_a_tool_of_a_view_without_a_row_is_none() -> None:
    with pytest.raises(LookupError):
        _ = Tool("x", "", "", "resources.mcp.view.MessageParser", "GET").rule


def test_a_call_carries_who_asks_and_no_credential(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[VerifiedRequest] = []

    def view(request: VerifiedRequest, **entry: Any) -> Response:
        seen.append(request)
        return Response({})

    tool = BY_NAME["get_todo"]
    monkeypatch.setattr(tool.view_class, "as_view", lambda: view)
    ask(tool, Asked(7, {}, b""), principal=ANONYMOUS, outer=outer())
    (request,) = seen
    assert request.principal is ANONYMOUS
    assert (request.method, request.path) == ("GET", "/api/v1/todo/7/")
    assert set(request.headers) <= {"Accept", "Content-Type", "Content-Length", "Host"}
    assert not request.COOKIES


def test_a_database_that_does_not_answer_is_no_mistake_of_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "ask", lambda *_, **__: Response({}, status=503))
    somebody = Principal(kind=CredentialKind.OAUTH2, user=User(), scopes=frozenset({Scope.TODO_READ}))
    with pytest.raises(Unavailable):
        calls.call(BY_NAME["list_todos"], {}, principal=somebody, outer=outer())
