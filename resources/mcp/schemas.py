"""What a tool takes and answers, as JSON Schema 2020-12, read off the filters and serializers of its view."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from django_filters import rest_framework as filters
from rest_framework import serializers

from resources.filters import Instant, TrueFalse
from resources.mcp.tools import Tool
from resources.pagination import NewestFirst

LARGEST_ID: Final = 2**53 - 1
"""What every JSON client can tell apart; no table reaches it."""
ENTRY_ID: Final[dict[str, Any]] = {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}
PAGES: Final[dict[str, Any]] = {
    "page": {"type": "integer", "minimum": 1, "description": "Which page; the first one if left out."},
    "page_size": {"type": "integer", "minimum": 1, "maximum": NewestFirst.max_page_size},
}
TIME: Final[dict[str, Any]] = {"type": "string", "format": "date-time"}


@cache
def input_schema(tool: Tool) -> dict[str, Any]:
    """Return what the arguments may be."""
    properties: dict[str, Any] = {"id": ENTRY_ID} if tool.names_entry else {}
    required = list(properties)
    if tool.lists:
        properties |= _of_filters(tool) | PAGES
    elif tool.method in {"POST", "PATCH"}:
        written = {name: field for name, field in _fields(tool).items() if not field.read_only}
        properties |= {name: _of_field(field) for name, field in written.items()}
        required += [name for name, field in written.items() if field.required and tool.method == "POST"]
    return _object(properties, required)


@cache
def output_schema(tool: Tool) -> dict[str, Any]:
    """Return what the structured content of a good answer is."""
    entry_properties = {name: _of_field(field) for name, field in _fields(tool).items()}
    entry = _object(entry_properties, list(entry_properties))
    if tool.lists:
        number = {"type": "integer"}
        page = {"count": number, "page": number, "next_page": {"type": ["integer", "null"]}}
        return _object({**page, "results": {"type": "array", "items": entry}}, [*page, "results"])
    if tool.method == "DELETE":
        return _object({"id": ENTRY_ID, "deleted": {"const": True}}, ["id", "deleted"])
    return entry


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return schema | ({"required": required} if required else {})


def _fields(tool: Tool) -> Mapping[str, serializers.Field[Any, Any, Any, Any]]:
    return dict(tool.view_class.serializer_class().fields)


def _of_field(field: Any) -> dict[str, Any]:
    """Return the schema of a field; a related one is shown by name, and None once that person is gone."""
    if isinstance(field, serializers.CharField):
        shortest = {} if field.allow_blank else {"minLength": 1}
        return {"type": "string", **shortest, **({"maxLength": field.max_length} if field.max_length else {})}
    if isinstance(field, serializers.BooleanField):
        return {"type": "boolean"}
    if isinstance(field, serializers.DateTimeField):
        return TIME
    return ENTRY_ID if isinstance(field, serializers.IntegerField) else {"type": ["string", "null"]}


def _of_filters(tool: Tool) -> dict[str, Any]:
    return {name: _of_filter(one) for name, one in tool.view_class.filterset_class.base_filters.items()}


def _of_filter(one: filters.Filter) -> dict[str, Any]:
    if isinstance(one, TrueFalse):
        return {"type": "boolean"}
    if isinstance(one, Instant):
        return TIME
    if "choices" in one.extra:
        return {"type": "string", "enum": [value for value, _ in one.extra["choices"]]}
    return {"type": "string", "maxLength": one.extra["max_length"]}
