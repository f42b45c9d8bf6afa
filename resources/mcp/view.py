"""`POST /mcp` (Model Context Protocol, Streamable HTTP): one message, one JSON answer; no stream and no session."""

from typing import Any, Final

from corsheaders.signals import check_request_enabled
from django.conf import settings
from rest_framework import status
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from resources.denial import Denial, Denied
from resources.guard import GuardedView
from resources.mcp.calls import CHALLENGE, Challenged
from resources.mcp.errors import RpcError
from resources.mcp.message import read
from resources.mcp.methods import answer
from resources.mcp.revision import revision_of
from resources.mcp.words import VERSION
from resources.problems import MEDIA_TYPE
from resources.steps import Step

METHOD: Final = "POST"


class MessageParser(BaseParser):
    """`application/json` and nothing else; what it says is read as strictly as the protocol has it."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """Return the octets of the whole body; raise what Django raises for one too large."""
        return parser_context["request"]._request.body


class McpView(GuardedView, APIView):
    """The endpoint. Who asks is decided by its row, what they may do with a tool by the tool's row."""

    http_method_names = ["post"]
    parser_classes = (MessageParser,)
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse other methods and pages of other origins, whoever asks, before anybody is asked for."""
        self.headers["Allow"] = METHOD
        if request.method != METHOD:
            raise MethodNotAllowed(request.method or "")
        if not _is_welcome(request):
            reason = "the origin is neither ours nor a client's"
            detail = "Pages of this origin may not call this address."
            raise Denied(Denial(status.HTTP_403_FORBIDDEN, detail, step=Step.REQUEST, reason=reason))
        super().initial(request, *args, **kwargs)

    def post(self, request: Request) -> Response:
        """Answer one message: 202 to a notification, an error of JSON-RPC to what is none."""
        body: Any = request.data  # bytes; without a body, what stands for none
        try:
            message = read(body if isinstance(body, bytes) else b"")
            revision = revision_of(message, request.headers)
            if message.id is None:
                return Response(status=status.HTTP_202_ACCEPTED)
            result = answer(message, revision, principal=self.principal, outer=request)
        except RpcError as error:
            return Response(error.response(), status=error.status)
        except Challenged as refused:
            challenge = {CHALLENGE: refused.answer[CHALLENGE]}
            return Response(refused.answer.data, refused.answer.status_code, headers=challenge, content_type=MEDIA_TYPE)
        return Response({"jsonrpc": VERSION, "id": message.id, "result": result})


def _is_welcome(request: Request) -> bool:
    """Return whether a request comes from no page at all, from one of ours, or from one of an active client's.

    Against DNS rebinding (Streamable HTTP, Security); who may read the answer is asked by the same signal.
    """
    origin = request.headers.get("Origin")
    if origin is None or origin == settings.ISSUER:
        return True
    return any(welcome for _, welcome in check_request_enabled.send(sender=None, request=request._request))
