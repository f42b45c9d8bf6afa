"""What a page says in a language, looked up by its English words: a test is written once and walked in any."""

from functools import cache
from typing import Final

from django.utils import translation

from tests.translations.catalogues import known
from tests.translations.shape import MARKUP, forms

SOURCE: Final = "en"
"""The language whose words are the messages themselves."""


def in_language(language: str, english: str, plural: str = "", /, *, count: object = 1, **values: object) -> str:
    """Return a message in a language, as it is read: without markup, its values filled in.

    `english`: the whole message, its markup left out, its singular where it has a `plural`. Raises AssertionError
    where neither our catalogue nor that of a library has it.
    """
    if language == SOURCE:
        text = plural if plural and count != 1 else english
    else:
        text = MARKUP.sub("", _translated(language, english, plural, count))
    for name, value in values.items():
        text = text.replace(f"%({name})s", str(value)).replace(f"{{{name}}}", str(value))
    return text


def _translated(language: str, english: str, plural: str, count: object) -> str:
    assert isinstance(count, int)
    singular, several = _messages(language).get(english, (english, plural))
    with translation.override(language):
        text = translation.ngettext(singular, several, count) if plural else translation.gettext(singular)
    assert text not in {english, plural} or english in _messages(language), f"No page says {english!r} in {language}"
    return text


@cache
def _messages(language: str) -> dict[str, tuple[str, str]]:
    """Return each message of ours without its markup -> its singular and plural with it."""
    all_forms = (forms(message.id) for message in known(language) if message.id)
    return {MARKUP.sub("", each[0]): (each[0], each[-1]) for each in all_forms}
