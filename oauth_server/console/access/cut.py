"""The first rows of a list and how many there are, in one statement."""

from typing import Any, Final

from django.db.models import Count, QuerySet, Window

SHOWN: Final = 5
"""Rows of each kind on the page that has every kind."""


def cut(rows: QuerySet[Any, Any]) -> tuple[list[Any], int]:
    """Return the first SHOWN rows, and the number of all."""
    first = list(rows.annotate(total=Window(Count("pk")))[:SHOWN])
    return first, first[0].total if first else 0
