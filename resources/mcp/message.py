"""Reading one message strictly: JSON-RPC 2.0 section 4, without batches, as the protocol's base messages are."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from resources.mcp.errors import RpcError
from resources.mcp.words import VERSION, Code

LONGEST: Final = 200
"""Characters of an identifier, a method or the name of a tool; ours have a few dozen."""
_DIGITS: Final = 10**15
"""Identifiers that are numbers stay below what a JavaScript client can tell apart."""


@dataclass(frozen=True, slots=True)
class Message:
    """A request, or, where `id` is None, a notification."""

    id: str | int | None
    method: str
    params: Mapping[str, Any]

    @property
    def meta(self) -> Mapping[str, Any]:
        """What travels beside the parameters."""
        found: Mapping[str, Any] = self.params.get("_meta", {})
        return found


def read(body: bytes) -> Message:
    """Return the message that a body is; raise RpcError (400) for anything else."""
    found = _parsed(body)
    if isinstance(found, list):
        raise RpcError(Code.INVALID_REQUEST, "Batches are not part of the protocol; send one message.")
    if not isinstance(found, dict) or found.get("jsonrpc") != VERSION:
        raise RpcError(Code.INVALID_REQUEST, "The body is no JSON-RPC 2.0 message.")
    known = found.get("id")
    if "id" in found and not _is_id(known):
        raise RpcError(Code.INVALID_REQUEST, "id must be a string or an integer.")
    method, params = found.get("method"), found.get("params", {})
    if not isinstance(method, str) or not 0 < len(method) <= LONGEST:
        raise RpcError(Code.INVALID_REQUEST, "The message is neither a request nor a notification.", id=known)
    if not isinstance(params, dict) or not isinstance(params.get("_meta", {}), dict):
        raise RpcError(Code.INVALID_PARAMS, "params and its _meta must be objects.", id=known)
    return Message(known, method, params)


def _parsed(body: bytes) -> Any:
    """Return the JSON value (RFC 8259): UTF-8, no member twice, no number that is none, no half of a surrogate pair."""
    try:
        found = json.loads(body.decode(), object_pairs_hook=_members, parse_constant=_no_number)
        json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        raise RpcError(Code.PARSE_ERROR, "The body cannot be parsed as JSON.") from None
    return found


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A member that stands twice is read differently by different parsers, such as a proxy's and ours."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member stands twice")
    return found


def _no_number(name: str) -> None:
    raise ValueError(name)


def _is_id(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= LONGEST
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < _DIGITS
