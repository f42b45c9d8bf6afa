"""Every catalogue says everything, with the same values, and is what Django reads."""

import re

import pytest

from tests.translations.catalogues import as_mo, as_po, known, languages, place, up_to_date
from tests.translations.shape import MARKUP, NAMED, pairs, texts


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
