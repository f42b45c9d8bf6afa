"""One exchange as the pages tell it: what was sent, what came back, and what it was for."""

from dataclasses import dataclass
from typing import Any, Final

NEWEST: Final = "newest"
"""Where on a page the last step stands: a button below which nothing seems to happen leads there."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one side said. `start`: the request line or the status; `members`: parameters or JSON members, in order;
    `text`: a body that has none; `more`: how many members the page leaves out."""

    start: str
    headers: tuple[tuple[str, str], ...] = ()
    members: tuple[tuple[str, Any], ...] = ()
    text: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One exchange. `who` sent it; `section` is where the specification speaks of it; `word`: that of a
    refusal; `times`: how often it went so."""

    title: str
    who: str
    sent: Side
    received: Side | None = None
    says: str = ""
    section: str = ""
    good: bool = True
    word: str = ""
    times: int = 1
