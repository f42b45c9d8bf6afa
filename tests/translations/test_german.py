"""German speaks to everybody as "Sie", and so does what the library of the sign-in says on our pages."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

import allauth
import pytest
from babel.messages.extract import extract
from django.utils.translation import gettext, override
from django.utils.translation.template import templatize

from tests.translations.borrowed import BORROWED
from tests.translations.catalogues import known
from tests.translations.messages import KEYWORDS
from tests.translations.shape import MARKUP, forms

ROOT: Final = Path(allauth.__file__).parent
SHOWN: Final = ("account/*.py", "mfa/**/*.py", "socialaccount/*.py", "templates/*/messages/*.txt")
"""What of django-allauth says words of its own on our pages: forms, refusals, messages; its pages are ours."""
FAMILIAR: Final = re.compile(r"\b(du|dich|dir|dein\w*|euch|euer|eure\w*|bitte \w+(?! sie\b))\b", re.IGNORECASE)
AVOIDED: Final = {
    "Benutzerkonto": "Konto",
    "Einloggen": "Anmelden",
    "Email": "E-Mail",
    "Login": "Anmeldung",
    "Passwörter-Manager": "Passwort-Manager",
    "verifizier": "bestätigen or überprüfen",
    "Kennwort": "Passwort",
    "Applikation": "Anwendung",
    "Klient": "Client",
}
"""Words that the glossary has another one for (docs/translations.md)."""


def said_by_the_library() -> Iterator[str]:
    """Give every message of the library that our pages may show."""
    for path in (path for pattern in SHOWN for path in ROOT.glob(pattern)):
        text = path.read_text()
        if path.suffix == ".txt":
            text = "\n".join(line.strip() for line in templatize(text).splitlines())
        for _line, message, _comments, _context in extract("python", BytesIO(text.encode()), KEYWORDS):
            yield message if isinstance(message, str) else message[0]


@pytest.mark.parametrize("text", sorted(set(said_by_the_library())))
def test_the_sign_in_addresses_nobody_as_a_friend(text: str) -> None:
    with override("de"):
        assert not FAMILIAR.search(gettext(text))


@pytest.mark.parametrize("text", BORROWED)
def test_what_is_borrowed_is_said_by_the_library(text: str) -> None:
    assert text in set(said_by_the_library())


def test_no_translation_addresses_anybody_as_a_friend_or_leaves_the_glossary() -> None:
    for message in known("de"):
        for german in forms(message.string) if message.id else ():
            words = MARKUP.sub("", german)
            assert not FAMILIAR.search(words), german
            assert not [word for word in AVOIDED if word in words], german
