"""The arguments of a tool as the request that its view reads: an entry, a query, a body."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from resources.mcp.schemas import LARGEST_ID, PAGES, input_schema
from resources.mcp.tools import Tool


class BadArguments(Exception):
    """The arguments are not what the input schema says; the text tells the model which."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`entry` is the `id`, 0 where the call is about none; the values of `query` are plain text."""

    entry: int
    query: Mapping[str, str]
    body: bytes


def asked(tool: Tool, arguments: Mapping[str, Any]) -> Asked:
    """Return what a call asks of its view; raise BadArguments. The values of fields are left to the serializer."""
    if unknown := arguments.keys() - input_schema(tool)["properties"].keys():
        raise BadArguments(f"There is no argument {json.dumps(min(unknown))[:100]}.")
    entry = _number("id", arguments.get("id")) if tool.names_entry else 0
    fields = {name: _plain(name, value) for name, value in arguments.items() if name != "id"}
    if tool.lists:
        return Asked(entry, {name: _text(value) for name, value in fields.items() if value is not None}, b"")
    return Asked(entry, {}, json.dumps(fields).encode() if tool.method in {"POST", "PATCH"} else b"")


def _number(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= LARGEST_ID:
        raise BadArguments(f"{name} must be a positive integer.")
    return value


def _plain(name: str, value: Any) -> str | float | bool | None:
    if name in PAGES and value is not None:
        return _number(name, value)
    if value is not None and not isinstance(value, str | int | float):
        raise BadArguments(f"{name} must be plain text, a number, true or false.")
    return value


def _text(value: str | float | bool) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
