"""A page of a list as it is answered: drf-spectacular takes the words of an older OpenAPI from the paginator."""

from typing import Any, Final

from resources.openapi.shapes import NUMBER, TEXT, Shape, or_null, record, several
from resources.pagination import NewestFirst

_PLACE: Final = or_null({**TEXT, "format": "uri"})


class DescribedPages(NewestFirst):
    """The API's pages, described."""

    def get_paginated_response_schema(self, schema: Shape) -> Shape:
        """Return the shape of a page of `schema`, which is the list of its entries."""
        return record(count=NUMBER, next=_PLACE, previous=_PLACE, results=several(schema["items"]))

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Return the two parameters of a list."""
        most = self.max_page_size
        return [
            _parameter("page", "The number of the page.", {"type": "integer", "minimum": 1, "default": 1}),
            _parameter(
                "page_size",
                f"Entries on a page, {most} at most.",
                {"type": "integer", "minimum": 1, "maximum": most, "default": self.page_size},
            ),
        ]


def _parameter(name: str, description: str, schema: Shape) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
