"""The shape of a message: its forms, the values in it, and its markup."""

import re
from collections.abc import Iterator
from typing import Any, Final

from babel.messages.catalog import Message

NAMED: Final = re.compile(r"%(?:\(\w+\))?[a-z]|\{\w*\}")
MARKUP: Final = re.compile(r"</?\w+[^>]*>")
"""What a translation moves, and neither drops nor adds."""


def texts(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the forms in English, and those of the translation."""
    return forms(message.id), forms(message.string)


def forms(given: Any) -> tuple[str, ...]:
    """Return the forms of a text, singular first; of one that has no plural, itself."""
    return tuple(given) if isinstance(given, list | tuple) else (given,)


def pairs(message: Message) -> Iterator[tuple[str, str]]:
    """Give each translated form with the English one that has the same values."""
    english, translated = texts(message)
    return zip((english[0], *[english[-1]] * (len(translated) - 1)), translated, strict=True)
