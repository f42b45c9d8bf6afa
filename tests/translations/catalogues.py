"""The catalogue of a language: the `.po` that translators write, the `.mo` that Django reads."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings

from tests.translations.messages import ROOT, messages

HEADER: Final = "# The words of the pages; docs/translations.md says how to change them."
NO_DATE: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""A catalogue that did not change is written as it was."""


def languages() -> list[str]:
    """Return the languages that have a catalogue: all but the one that the sources are written in."""
    return [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def place(language: str, kind: str = "po") -> Path:
    """Return where the catalogue stands."""
    return ROOT / "locale" / language / "LC_MESSAGES" / f"django.{kind}"


def known(language: str) -> Catalog:
    """Return the catalogue as it stands; an empty one where there is none yet."""
    path = place(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def up_to_date(language: str) -> Catalog:
    """Return the catalogue with every message there is now, translated as far as it was; nothing is guessed."""
    catalogue, before = messages(language), known(language)
    catalogue.header_comment, catalogue.fuzzy = HEADER, False
    catalogue.version = catalogue.msgid_bugs_address = catalogue.last_translator = catalogue.language_team = ""
    catalogue.creation_date = catalogue.revision_date = NO_DATE
    for message in catalogue:
        translated = before.get(message.id, message.context) if message.id else None
        if translated is not None:
            message.string, message.user_comments = translated.string, translated.user_comments
            message.flags |= translated.flags & {"fuzzy"}
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    """Return the text that translators edit, in the order of the English words."""
    written = BytesIO()
    write_po(written, catalogue, width=118, sort_output=True, include_lineno=False)
    return written.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """Return what Django reads."""
    written = BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()
