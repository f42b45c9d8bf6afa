"""Every message of the product, from its Python and its templates, and those it borrows, without GNU gettext."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

from tests.translations.borrowed import BORROWED, LIBRARY
from tests.translations.names import LIBRARIES, NAMES, OF_TASKS

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGES: Final = ("accounts", "oauth_server", "resources")
KEYWORDS: Final[dict[str, Any]] = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def messages(language: str) -> Catalog:
    """Return a catalogue of a language with every message, and what it says so far of none."""
    catalogue = Catalog(locale=language, project="oauth-server", charset="utf-8")
    for path, source in _sources():
        found = extract("python", BytesIO(source.encode()), KEYWORDS, comment_tags=("Translators:",))
        for _line, message, comments, context in found:
            catalogue.add(message, locations=[(path, 0)], auto_comments=comments, context=context)
    for text in BORROWED:
        catalogue.add(text, locations=[(LIBRARY, 0)])
    for text in NAMES:
        catalogue.add(text, locations=[(LIBRARIES, 0)])
    for text in OF_TASKS:
        catalogue.add(text, locations=[(LIBRARIES, 0)], context="Task")
    return catalogue


def _sources() -> Iterator[tuple[str, str]]:
    """Give each file's path and its text as Python's tokenizer reads it."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), path.read_text()
    for path in sorted((ROOT / "templates").rglob("*.*")):
        lines = templatize(path.read_text(), origin=str(path)).splitlines()
        yield str(path.relative_to(ROOT)), "\n".join(line.strip() for line in lines)
