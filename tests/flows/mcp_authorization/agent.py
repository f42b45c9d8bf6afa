"""An agent at `/mcp`, over HTTP and by hand, in either revision of the protocol."""

import json
from dataclasses import dataclass, field
from typing import Any, Final

from django.test import Client

from tests.flows.oauth import ISSUER

MCP: Final = f"{ISSUER}/mcp"
METADATA: Final = f"{ISSUER}/.well-known/oauth-protected-resource/mcp"
HANDSHAKE, STATELESS = "2025-11-25", "2026-07-28"
SCOPES: Final = "todo:read todo:write announcements:write"
META: Final = {
    "io.modelcontextprotocol/protocolVersion": STATELESS,
    "io.modelcontextprotocol/clientInfo": {"name": "An agent", "version": "1"},
    "io.modelcontextprotocol/clientCapabilities": {},
}
ACCEPT: Final = "application/json, text/event-stream"


@dataclass
class Agent:
    """Whoever holds a token; `revision` says which form its requests have."""

    token: str | None = None
    revision: str = HANDSHAKE
    headers: dict[str, str] = field(default_factory=dict)
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def post(self, body: bytes | str, *, content_type: str | None = "application/json", **headers: str | None) -> Any:
        """Post a body as it is; a header of None is left out."""
        sent: dict[str, str | None] = {
            "accept": ACCEPT,
            "authorization": f"Bearer {self.token}" if self.token else None,
            **self.headers,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        given = {name: value for name, value in sent.items() if value is not None}
        return self.client.post("/mcp", body, content_type=content_type or "", headers=given)

    def send(self, method: str, params: dict[str, Any] | None = None, *, id: Any = 1, **headers: str | None) -> Any:  # noqa: A002 - the member of the message
        """Send a request of a good form, and return the HTTP response."""
        params = dict(params or {})
        mirrored: dict[str, str | None] = {"mcp_protocol_version": self.revision}
        if self.revision == STATELESS:
            params = {"_meta": META, **params}
            mirrored |= {"mcp_method": method, "mcp_name": params.get("name")}
        body = {"jsonrpc": "2.0", "id": id, "method": method, "params": params}
        return self.post(json.dumps(body), **{**mirrored, **headers})

    def result(self, method: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return the result of a request."""
        response = self.send(method, params)
        assert response.status_code == 200, response.content
        answer = response.json()
        assert answer["jsonrpc"] == "2.0"
        assert answer["id"] == 1
        return dict(answer["result"])

    def tool(self, name: str, **arguments: Any) -> Any:
        """Call a tool, and return the HTTP response."""
        return self.send("tools/call", {"name": name, "arguments": arguments})

    def said(self, name: str, **arguments: Any) -> dict[str, Any]:
        """Return the structured content of a good answer of a tool."""
        result = self.result("tools/call", {"name": name, "arguments": arguments})
        assert result["isError"] is False, result
        assert json.loads(result["content"][0]["text"]) == result["structuredContent"]
        return dict(result["structuredContent"])

    def failed(self, name: str, **arguments: Any) -> dict[str, Any]:
        """Return the problem that a tool answers with."""
        result = self.result("tools/call", {"name": name, "arguments": arguments})
        assert result["isError"] is True, result
        assert "structuredContent" not in result
        return dict(json.loads(result["content"][0]["text"]))

    def tools(self) -> dict[str, dict[str, Any]]:
        """Return the tools that are listed, by name."""
        return {tool["name"]: tool for tool in self.result("tools/list")["tools"]}
