"""What is to be translated is found wherever it stands."""

import pytest
from babel.messages.catalog import Catalog

from oauth_server.vocabulary import SCOPES
from tests.translations.catalogues import as_mo, as_po, known, languages, place, up_to_date
from tests.translations.messages import messages

FOUND = [
    "Sign in",  # of a template
    "Page %(number)s of %(last)s",  # of a trimmed block with values
    "As the browser",  # of Python, lazy
    *(facts.text for facts in SCOPES.values()),  # marked where nothing of Django's may be imported
]


@pytest.fixture(scope="module")
def extracted() -> Catalog:
    """Everything that is to be translated."""
    return messages("de")


@pytest.mark.parametrize("text", FOUND)
def test_a_message_is_found(extracted: Catalog, text: str) -> None:
    assert text in extracted


def test_a_plural_is_one_message(extracted: Catalog) -> None:
    assert any(message.pluralizable for message in extracted)


@pytest.mark.parametrize("language", languages())
def test_a_catalogue_that_is_up_to_date_is_written_as_it_was(language: str) -> None:
    once = up_to_date(language)
    assert as_po(once) == as_po(up_to_date(language))
    assert as_mo(once)


@pytest.mark.parametrize("language", languages())
def test_what_is_translated_stays_translated(language: str) -> None:
    before = {message.id: message.string for message in known(language) if message.id}
    after = {message.id: message.string for message in up_to_date(language) if message.id}
    assert all(after[key] == string for key, string in before.items() if key in after)
    assert place(language).suffix == ".po"
