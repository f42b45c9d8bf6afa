"""Calling a tool (2026-07-28 and 2025-11-25: Tools, Calling Tools and Error Handling)."""

import json
from collections.abc import Mapping
from typing import Any, Final

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import is_server_error, is_success

from resources.decision import decide
from resources.mcp.arguments import Asked, BadArguments, asked
from resources.mcp.inner_request import ask
from resources.mcp.tools import Tool
from resources.principal import Principal
from resources.problems import Unavailable

CHALLENGE: Final = "WWW-Authenticate"
NOTHING: Final = Asked(1, {}, b"")
"""What is asked of the guard that will refuse anyway: it looks at no argument."""


class Challenged(Exception):
    """The guard of the tool's address refused with a challenge; `answer` is what it said."""

    def __init__(self, answer: Response) -> None:
        super().__init__()
        self.answer = answer


def call(tool: Tool, arguments: Mapping[str, Any], *, principal: Principal, outer: Request) -> dict[str, Any]:
    """Return the result of a call, a refusal or a mistake in the arguments too, as a tool's error.

    Raises Challenged where another token or another sign-in would help: that is for the client, which learns it from a
    status and a challenge (Authorization, Scope Challenge Handling), and not for the model.
    """
    denial = decide(principal, tool.rule.demand(tool.method))
    try:
        wanted = NOTHING if denial and denial.error else asked(tool, arguments)
    except BadArguments as mistake:
        return _error({"detail": str(mistake)})
    answer = ask(tool, wanted, principal=principal, outer=outer)
    if CHALLENGE in answer:
        raise Challenged(answer)
    if is_server_error(answer.status_code):
        raise Unavailable
    if not is_success(answer.status_code):
        return _error(answer.data)
    said = _said(tool, wanted, answer.data)
    return {"content": _text(said), "structuredContent": said, "isError": False}


def _said(tool: Tool, wanted: Asked, data: Any) -> dict[str, Any]:
    """Return the structured content; pages are named by number, as the addresses of the API are not the tool's."""
    if tool.method == "DELETE":
        return {"id": wanted.entry, "deleted": True}
    if not tool.lists:
        return dict(data)
    page = int(wanted.query.get("page", 1))
    following = page + 1 if data["next"] else None
    return {"count": data["count"], "page": page, "next_page": following, "results": data["results"]}


def _error(problem: Mapping[str, Any]) -> dict[str, Any]:
    """Return a refusal as the model reads it: what the problem says, with the decision that explains it."""
    return {"content": _text(problem), "isError": True}


def _text(value: Mapping[str, Any]) -> list[dict[str, str]]:
    return [{"type": "text", "text": json.dumps(value, ensure_ascii=False)}]
