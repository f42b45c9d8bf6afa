"""Programs and JSON with their comments, texts and names marked, so that the eye finds its way; no library."""

import re
from collections.abc import Mapping
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_TEXT: Final = r'"(?:[^"\\\n]|\\.)*"'
PARTS: Final[Mapping[str, re.Pattern[str]]] = {
    "curl": re.compile(r"(?P<comment>(?:^|(?<=\s))#[^\n]*)", re.MULTILINE),
    "python": re.compile(rf"(?P<comment>(?:^|(?<=\s))#[^\n]*)|(?P<text>{_TEXT})", re.MULTILINE),
    "javascript": re.compile(rf"(?P<text>{_TEXT}|`[^`]*`)|(?P<comment>//[^\n]*)"),
    "json": re.compile(rf"(?P<name>{_TEXT})(?=:)|(?P<text>{_TEXT})"),
}
"""What is marked, by language; the name of the group is the class of the mark."""


def highlighted(code: str, language: str) -> SafeString:
    """Return the code as HTML, every character of it escaped; its text is the code, unchanged."""
    shown, end = [], 0
    for found in PARTS[language].finditer(code):
        shown += [escape(code[end : found.start()]), f'<span class="{found.lastgroup}">{escape(found[0])}</span>']
        end = found.end()
    return mark_safe("".join([*shown, escape(code[end:])]))  # noqa: S308 - each part is escaped, the tags are ours
