"""Every catalogue says everything, with the same values, and is what Django reads."""

import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
from babel.messages.catalog import Message

from tests.translations.catalogues import as_mo, as_po, known, languages, place, up_to_date

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


@pytest.mark.parametrize("language", languages())
def test_every_message_of_the_product_is_in_the_catalogue_and_no_other(language: str) -> None:
    assert as_po(up_to_date(language)) == place(language).read_bytes(), "run python -m tests.translations"


@pytest.mark.parametrize("language", languages())
def test_every_message_is_translated_and_none_is_a_guess(language: str) -> None:
    for message in known(language):
        assert not message.fuzzy, message.id
        assert not message.id or all(texts(message)[1]), message.id


@pytest.mark.parametrize("language", languages())
def test_a_translation_has_the_values_and_the_markup_of_the_message(language: str) -> None:
    for message in known(language):
        for english, translated in pairs(message) if message.id else ():
            for kept in (NAMED, MARKUP):
                assert sorted(kept.findall(translated)) == sorted(kept.findall(english)), message.id


@pytest.mark.parametrize("language", languages())
def test_a_translation_begins_and_ends_with_the_spaces_of_the_message(language: str) -> None:
    for message in known(language):
        for english, translated in pairs(message) if message.id else ():
            assert re.findall(r"^\s*|\s*$", translated) == re.findall(r"^\s*|\s*$", english), message.id


@pytest.mark.parametrize("language", languages())
def test_django_reads_what_translators_wrote(language: str) -> None:
    assert place(language, "mo").read_bytes() == as_mo(known(language))
