"""An example of a body or an answer, from its JSON Schema: what a reader may expect, not what a server holds."""

import json
from collections.abc import Mapping
from typing import Any, Final

from oauth_server.console.api_fields import Schema, resolved

NAMED: Final[Mapping[str, Any]] = {
    "username": "alice",
    "author": "mona",
    "email": "alice@example.com",
    "first_name": "Alice",
    "last_name": "Brown",
    "locale": "en",
    "phone_number": "+1 604 555 1234",
    "postal_address": "1 Main Street, Vancouver",
    "password": "a long password",
    "old_password": "a long password",
    "new_password": "a longer password",
    "refresh": "$REFRESH",
    "token": "$TOKEN",
    "title": "Buy milk",
    "name": "A name",
    "is_active": True,
    "path": "/api/v1/todo/",
    "next": None,
    "previous": None,
}
"""By the name of a member, where its type alone would make a poor example."""
OF_FORMAT: Final[Mapping[str, Any]] = {
    "date": "2026-01-31",
    "date-time": "2026-01-31T12:00:00Z",
    "email": "alice@example.com",
    "uri": "https://example.com/",
    "uuid": "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d",
    "decimal": "100.00",
}
OF_TYPE: Final[Mapping[str, Any]] = {"boolean": True, "integer": 1, "number": 1.5, "string": "...", "null": None}


def body_of(schema: Schema, components: Schema) -> dict[str, Any]:
    """Return a body with the members that must be there; with the first one where none must."""
    shape = resolved(schema, components)
    members: Schema = shape.get("properties", {})
    names = shape.get("required") or list(members)[:1]
    return {name: _value(name, members[name], components) for name in names}


def answer_of(schema: Schema, components: Schema) -> str:
    """Return an answer with every member, as JSON over several lines ("" where nothing is said of it)."""
    value = _value("", schema, components) if schema else None
    return json.dumps(value, indent=2, ensure_ascii=False) if value else ""


def _value(name: str, schema: Schema, components: Schema) -> Any:
    shape = resolved(schema, components)
    if name in NAMED:
        return NAMED[name]
    if choices := shape.get("anyOf") or shape.get("oneOf") or shape.get("allOf"):
        return _value("", choices[0], components)
    if "enum" in shape:
        return shape["enum"][0]
    if "properties" in shape:
        return {member: _value(member, one, components) for member, one in shape["properties"].items()}
    kinds = shape.get("type", "string")
    kind = kinds[0] if isinstance(kinds, list) else kinds
    if kind == "array":
        return [_value("", shape.get("items", {}), components)]
    return OF_FORMAT.get(shape.get("format", ""), OF_TYPE.get(kind, {}))
