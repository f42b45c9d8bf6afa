"""Agent: knows the address of a resource and nothing else (RFC 9728 section 5, MCP Authorization)."""

import json
import re
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from requests import Session

from examples.sample_app.answers import Answer, Asked, to
from examples.sample_app.code_flow import ANSWER_FOR_OTHERS, CodeFlow, Party, SignInError
from examples.sample_app.presets.preset import Button, Preset, Route, flow_of
from examples.sample_app.visits import Run
from examples.sample_app.wire import TIMEOUT, recorded

REVISION: Final = "2025-11-25"
DOCUMENT: Final = "/agent/client.json"
CALLBACK: Final = "/agent/callback"
INITIALIZE: Final[Mapping[str, Any]] = {
    "protocolVersion": REVISION,
    "capabilities": {},
    "clientInfo": {"name": "Assistant of the sample application", "version": "1"},
}


class Agent(Preset):
    """Is refused, reads where to go, introduces itself, asks the person, and calls tools."""

    path, name = "/agent", "Agent"
    client = "Assistant"
    title = "An assistant that knows one address"
    pitch = (
        "Nobody registered it, nobody configured it. The refusal of the tools tells it where to go, and it introduces "
        "itself on the way."
    )
    chosen: ClassVar[Mapping[str, str]] = {
        "Client": "public, or confidential",
        "Grants": "authorization code, refresh token, for 30 days at most",
        "Registers": "by a document at its own address, or dynamically; or an administrator does",
        "Consent": "asked each time; the page says that nobody vouches for it",
    }

    def routes(self) -> dict[tuple[str, str], Route]:
        """Return what the buttons do, where the answer comes to, and the document that introduces the agent."""
        return {
            ("POST", "/agent/document"): self.start,
            ("POST", "/agent/dynamic"): self.start,
            ("POST", "/agent/registered"): self.start,
            ("GET", CALLBACK): self.callback,
            ("GET", DOCUMENT): self.document,
        }

    def buttons(self, run: Run) -> tuple[Button, ...]:
        """Return the three ways of being known."""
        return (
            Button("Introduce itself by a document", "/agent/document"),
            Button("Register dynamically", "/agent/dynamic", quiet=True),
            Button("Use a registration", "/agent/registered", quiet=True),
        )

    def document(self, _asked: Asked) -> Answer:
        """Return what the agent says of itself, at the address that is its identifier."""
        content = json.dumps({"client_id": self._document, **self._metadata()})
        return Answer(body=content.encode(), content_type="application/json")

    def start(self, asked: Asked) -> Answer:
        """Be refused, find the way, and send the browser to the server."""
        run = asked.run
        dynamic = run.held.get("dynamic")
        run.clear()
        with recorded(Session(), run) as session:
            refusal = session.post(self.url("/mcp"), json=_message("initialize", INITIALIZE), timeout=TIMEOUT)
            challenge = dict(re.findall(r'(\w+)="([^"]*)"', refusal.headers.get("WWW-Authenticate", "")))
            if "resource_metadata" not in challenge:
                raise SignInError("The resource does not say where to go.")
            resource = session.get(challenge["resource_metadata"], timeout=TIMEOUT).json()
            issuer = resource["authorization_servers"][0]
            server = session.get(f"{issuer}/.well-known/oauth-authorization-server", timeout=TIMEOUT).json()
            if asked.path == "/agent/dynamic":
                dynamic = dynamic or self._register(session, server["registration_endpoint"])
        run.held["dynamic"] = dynamic
        known = {"/agent/document": self._document, "/agent/dynamic": dynamic}
        client_id = known.get(asked.path) or self.configuration.clients[self.client].client_id
        party = Party(issuer, client_id, self._callback, challenge["scope"], resource["resource"])
        run.held["flow"] = flow = CodeFlow(party, run)
        flow.server_metadata = server
        return to(flow.begin())

    def callback(self, asked: Asked) -> Answer:
        """Take the answer, list the tools, and call one."""
        if "flow" not in asked.run.held:
            raise SignInError(ANSWER_FOR_OTHERS)
        flow = flow_of(asked.run)
        flow.finish(asked.query)
        self._tell(flow, "initialize", INITIALIZE)
        tools = [tool["name"] for tool in self._tell(flow, "tools/list", {})["tools"]]
        asked.run.outcome = f"It may use {len(tools)} tools: {', '.join(tools)}."
        reading = next((name for name in tools if "todo" in name and "list" in name), None)
        if reading:
            self._tell(flow, "tools/call", {"name": reading, "arguments": {}})
        return to(self.path)

    def _tell(self, flow: CodeFlow, method: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        headers = {"MCP-Protocol-Version": REVISION, "Accept": "application/json, text/event-stream"}
        answer = flow.call("POST", self.url("/mcp"), _message(method, parameters), **headers)
        content: dict[str, Any] = answer.json()
        if "result" not in content:
            raise SignInError(str(content.get("error") or content.get("detail")))
        return dict(content["result"])

    def _register(self, session: Session, endpoint: str) -> str:
        answer = session.post(endpoint, json=self._metadata(), timeout=TIMEOUT).json()
        if "client_id" not in answer:
            raise SignInError(f"{answer.get('error')}: {answer.get('error_description')}")
        return str(answer["client_id"])

    def _metadata(self) -> dict[str, Any]:
        return {
            "client_name": "Assistant of the sample application",
            "redirect_uris": [self._callback],
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"],
            "token_endpoint_auth_method": "none",
        }

    @property
    def _document(self) -> str:
        return f"{self.configuration.origin}{DOCUMENT}"

    @property
    def _callback(self) -> str:
        return f"{self.configuration.origin}{CALLBACK}"


def _message(method: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": 1, "method": method, "params": dict(parameters)}
