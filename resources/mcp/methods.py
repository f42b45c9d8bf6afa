"""The methods of both revisions; nothing is remembered between two requests (2026-07-28: Statelessness)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from rest_framework import status
from rest_framework.request import Request

from resources.decision import decide
from resources.mcp.calls import call
from resources.mcp.errors import RpcError
from resources.mcp.message import Message
from resources.mcp.schemas import input_schema, output_schema
from resources.mcp.tools import BY_NAME, TOOLS, Tool
from resources.mcp.words import Code, Meta, Method, Revision
from resources.principal import Principal

CAPABILITIES: Final = {"tools": {"listChanged": False}}
INSTRUCTIONS: Final = (
    "Tools over a person's to-do list and the announcements of this server. Each call is decided anew by the person's"
    " role and the scopes that they agreed to."
)
CACHE: Final = {"ttlMs": 60_000, "cacheScope": "private"}
"""Roles change, so what a caller may is not kept for long, and never for another (2026-07-28: Caching)."""


class InvalidParams(Exception):
    """The parameters are not those of the method."""


@dataclass(frozen=True, slots=True)
class Asking:
    """One request: its parameters, who asks, and the HTTP request that carried it."""

    params: Mapping[str, Any]
    principal: Principal
    outer: Request


def answer(message: Message, revision: Revision, *, principal: Principal, outer: Request) -> dict[str, Any]:
    """Return the result of a request; raise RpcError, or Challenged where the client needs another token."""
    method = METHODS[revision].get(message.method)
    stateless = revision is Revision.STATELESS
    if method is None:
        code = status.HTTP_404_NOT_FOUND if stateless else status.HTTP_200_OK
        raise RpcError(Code.METHOD_NOT_FOUND, "Method not found", status=code, id=message.id)
    try:
        result = method(Asking(message.params, principal, outer))
    except InvalidParams as mistake:
        raise RpcError(Code.INVALID_PARAMS, str(mistake), status=status.HTTP_200_OK, id=message.id) from mistake
    if not stateless:
        return result
    kept = CACHE if message.method in {Method.DISCOVER, Method.TOOLS_LIST} else {}
    return {"resultType": "complete", **result, **kept, "_meta": {str(Meta.SERVER_INFO): _server_info()}}


def _initialize(asking: Asking) -> dict[str, Any]:
    """Lifecycle, Initialization: whichever version is asked for, the one with a handshake is what it gets."""
    client = asking.params.get("clientInfo")
    if not isinstance(asking.params.get("protocolVersion"), str):
        raise InvalidParams("protocolVersion must be a string.")
    if not isinstance(asking.params.get("capabilities"), dict):
        raise InvalidParams("capabilities must be an object.")
    if not isinstance(client, dict) or not all(isinstance(client.get(name), str) for name in ("name", "version")):
        raise InvalidParams("clientInfo must have a name and a version.")
    said = {"capabilities": CAPABILITIES, "serverInfo": _server_info(), "instructions": INSTRUCTIONS}
    return {"protocolVersion": str(Revision.HANDSHAKE), **said}


def _ping(asking: Asking) -> dict[str, Any]:
    return {}


def _discover(asking: Asking) -> dict[str, Any]:
    versions = [str(revision) for revision in Revision]
    return {"supportedVersions": versions, "capabilities": CAPABILITIES, "instructions": INSTRUCTIONS}


def _list(asking: Asking) -> dict[str, Any]:
    """Tools, Listing Tools: those that the person may use today, with the scope that each may still need.

    One page: there is no cursor, so that any is invalid.
    """
    if asking.params.get("cursor") is not None:
        raise InvalidParams("There is no such cursor.")
    return {"tools": [_described(tool) for tool in TOOLS if _is_for(tool, asking.principal)]}


def _call(asking: Asking) -> dict[str, Any]:
    name, arguments = asking.params.get("name"), asking.params.get("arguments", {})
    tool = BY_NAME.get(name) if isinstance(name, str) else None
    if tool is None:
        raise InvalidParams("There is no such tool.")
    if not isinstance(arguments, dict):
        raise InvalidParams("arguments must be an object.")
    return call(tool, arguments, principal=asking.principal, outer=asking.outer)


def _is_for(tool: Tool, principal: Principal) -> bool:
    """Whether the caller may use a tool, at once or with another token of theirs."""
    denial = decide(principal, tool.rule.demand(tool.method))
    return denial is None or denial.error is not None


def _described(tool: Tool) -> dict[str, Any]:
    scope = tool.rule.named_scope(tool.method)
    needs = f" Needs the scope {scope}." if scope else ""
    return {
        "name": tool.name,
        "title": tool.title,
        "description": f"{tool.description}{needs}",
        "inputSchema": input_schema(tool),
        "outputSchema": output_schema(tool),
        "annotations": tool.annotations,
    }


def _server_info() -> dict[str, str]:
    described: Mapping[str, Any] = settings.SPECTACULAR_SETTINGS
    return {"name": described["TITLE"], "version": described["VERSION"]}


METHODS: Final[Mapping[Revision, Mapping[str, Callable[[Asking], dict[str, Any]]]]] = {
    Revision.HANDSHAKE: {
        Method.INITIALIZE: _initialize,
        Method.PING: _ping,
        Method.TOOLS_LIST: _list,
        Method.TOOLS_CALL: _call,
    },
    Revision.STATELESS: {Method.DISCOVER: _discover, Method.TOOLS_LIST: _list, Method.TOOLS_CALL: _call},
}
