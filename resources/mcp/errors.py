"""An error response (JSON-RPC 2.0 section 5.1), and the status that carries it."""

from typing import Any

from rest_framework import status as http

from resources.mcp.words import VERSION, Code


class RpcError(Exception):
    """`message` is our own text and repeats nothing of the request; `id` is that of the request where it was readable.

    `status`: 400 for what is no good message; an error of a good one is an answer like any other.
    """

    def __init__(
        self,
        code: Code,
        message: str,
        *,
        status: int = http.HTTP_400_BAD_REQUEST,
        data: Any = None,
        id: str | int | None = None,  # noqa: A002 - the member of the message
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.status, self.data, self.id = code, message, status, data, id

    def response(self) -> dict[str, Any]:
        """Return the response; without an `id` where none was readable, as the protocol's own schema has it."""
        error = {"code": int(self.code), "message": self.message} | ({} if self.data is None else {"data": self.data})
        return {"jsonrpc": VERSION, **({} if self.id is None else {"id": self.id}), "error": error}
