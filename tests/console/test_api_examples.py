"""Examples in the documentation are what the schema allows."""

from typing import Any

import pytest

from oauth_server.console.api_examples import answer_of, body_of

COMPONENTS = {"Entry": {"type": "object", "properties": {"id": {"type": "integer"}, "title": {"type": "string"}}}}


@pytest.mark.parametrize(
    ("schema", "example"),
    [
        ({"type": "integer"}, "1"),
        ({"type": "string", "format": "date-time"}, '"2026-01-31T12:00:00Z"'),
        ({"type": ["string", "null"]}, '"..."'),
        ({"enum": ["HR", "Admin"]}, '"HR"'),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "1"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Entry"}}, '[{"id":1,"title":"Buymilk"}]'),
        ({}, ""),
        ({"type": "object", "properties": {}}, ""),
    ],
)
def test_an_answer_has_every_member(schema: dict[str, Any], example: str) -> None:
    assert "".join(answer_of(schema, COMPONENTS).split()) == example


def test_a_body_has_what_must_be_there_or_one_thing() -> None:
    entry = {"$ref": "#/components/schemas/Entry"}
    assert body_of(entry, COMPONENTS) == {"id": 1}
    assert body_of({**COMPONENTS["Entry"], "required": ["title"]}, COMPONENTS) == {"title": "Buy milk"}
