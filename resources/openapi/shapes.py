"""The shapes of JSON answers, as JSON Schema says them (draft 2020-12)."""

from dataclasses import dataclass
from typing import Any, Final

from rest_framework.serializers import BaseSerializer

Shape = dict[str, Any]

JSON: Final = "application/json"
TEXT: Final[Shape] = {"type": "string"}
NUMBER: Final[Shape] = {"type": "integer"}
FLAG: Final[Shape] = {"type": "boolean"}
TIME: Final[Shape] = {"type": "string", "format": "date-time"}
NOTHING: Final[Shape] = {"type": "null"}


@dataclass(frozen=True, slots=True)
class Operation:
    """What a view that shows no rows of a model reads and answers; `body` None: it reads none.

    `reads`: the media types of the body, where they are others than the API's.
    """

    summary: str
    answer: Shape | type[BaseSerializer[Any]] | None
    body: type[BaseSerializer[Any]] | None = None
    status: int = 200
    reads: tuple[str, ...] = ()


def record(*, optional: Shape | None = None, **members: Shape) -> Shape:
    """Return the shape of an object with exactly these members; those of `optional` may be missing."""
    return {
        "type": "object",
        "properties": {**members, **(optional or {})},
        "required": list(members),
        "additionalProperties": False,
    }


def several(items: Shape) -> Shape:
    """Return the shape of a list."""
    return {"type": "array", "items": items}


def or_null(shape: Shape) -> Shape:
    """Return the shape of something that may be missing, and is null then."""
    return {"anyOf": [shape, NOTHING]}
