"""A tool's call of its view, in process: the guard, row, object rule and problem of HTTP, and no credential."""

from io import BytesIO
from typing import Any, Final
from urllib.parse import urlencode

from rest_framework.request import Request
from rest_framework.response import Response

from resources.audience import resource_of
from resources.authentication.verified_request import VerifiedRequest
from resources.mcp.arguments import Asked
from resources.mcp.tools import Tool
from resources.principal import Principal

KEPT: Final = ("HTTP_HOST", "REMOTE_ADDR", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "wsgi.url_scheme")
"""Of the outer request: where it came in, and nothing that could be a credential."""


def ask(tool: Tool, asked: Asked, *, principal: Principal, outer: Request) -> Response:
    """Return the answer of the tool's view, a refusal too; raise what the view cannot answer itself."""
    path = tool.rule.path.replace("{id}", str(asked.entry))
    environ: dict[str, Any] = {
        **{name: outer.META[name] for name in KEPT if name in outer.META},
        "REQUEST_METHOD": tool.method,
        "PATH_INFO": path,
        "QUERY_STRING": urlencode(asked.query),
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(asked.body)),
        "HTTP_ACCEPT": "application/json",
        "wsgi.input": BytesIO(asked.body),
    }
    entry = {"id": asked.entry} if tool.names_entry else {}
    request = VerifiedRequest(environ, principal, resource_of(outer.path))
    response: Response = tool.view_class.as_view()(request, **entry)
    return response
