"""Every visible word of a template goes through gettext."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest

from tests.translations.messages import ROOT

BUILT: Final = ROOT / "templates" / "allauth" / "elements" / "button.html"
"""Its very tag is chosen by the template, so no parser reads it; it has no words of its own."""
TEMPLATES: Final = sorted(set((ROOT / "templates").rglob("*.html")) - {BUILT})
NOT_READ: Final = re.compile(
    r"{#.*?#}|{%\s*comment\b.*?endcomment\s*%}|{%\s*blocktrans.*?endblocktrans\w*\s*%}"
    r"|{%\s*block body_class\b.*?endblock\b.*?%}|{%.*?%}|{{.*?}}",
    re.DOTALL,
)
SPOKEN: Final = {"alt", "aria-label", "aria-description", "placeholder", "title"}
"""Attributes that are read to somebody; `content` is one where a `meta` element describes the page."""
NO_LANGUAGE: Final = {"code", "kbd", "pre", "samp", "script", "style", "svg"}
WORD: Final = re.compile(r"[^\W\d_]{2,}")
NAMES: Final = {"oauth", "server", "xxxx"}
"""Our own name, and the form of a device's code."""


class _Words(HTMLParser):
    """Collects what a reader would read that stands in the template itself."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in NO_LANGUAGE:
            self.inside.append(tag)
        self._read_attributes(dict(attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._read_attributes(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self._read(data)

    def _read_attributes(self, given: dict[str, str | None]) -> None:
        spoken = SPOKEN | ({"content"} if given.get("name") == "description" else set())
        self._read(" ".join(given[name] or "" for name in spoken & given.keys()))

    def _read(self, text: str) -> None:
        self.words += [word for word in WORD.findall(text) if word.lower() not in NAMES]


def words_of(template: str) -> list[str]:
    """Return the words of a template that no translation would reach."""
    reader = _Words()
    reader.feed(NOT_READ.sub(" ", template))
    return reader.words


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_every_word_of_a_page_can_be_translated(path: Path) -> None:
    assert not words_of(path.read_text())


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<p>Hello {{ name }}</p>", ["Hello"]),
        ('<p>{% translate "Hello" %}</p>', []),
        ("<p>{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}!</p>", []),
        ('<img alt="A cat" src="cat.png">', ["cat"]),
        ('<meta name="description" content="A page"><meta name="referrer" content="origin">', ["page"]),
        ("<p><code>GET</code> of <b>us</b></p>", ["of", "us"]),
        ("{# for us #}<p>{% if x %}{{ y }}{% endif %} · </p>", []),
    ],
)
def test_a_word_outside_of_gettext_is_found(template: str, words: list[str]) -> None:
    assert words_of(template) == words
