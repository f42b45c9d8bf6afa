"""What somebody types to find rows of a list by a part of their name."""

from typing import Final

from django.http import HttpRequest

LONGEST: Final = 80


def wanted(request: HttpRequest) -> str:
    """Return the query parameter `q`, cut to 80 characters, its white space made one; "" where nothing is looked for.

    Ask for it with `{% include "parts/finder.html" with label=... number=... %}`.
    """
    return " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]
