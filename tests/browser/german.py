"""The pages in German: which of them are walked, and what must not be left of the English."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from tests.browser.visit import Visit
from tests.translations.catalogues import known
from tests.translations.test_complete import MARKUP, NAMED, pairs

WIDEST: Final = (
    "home",
    "home-person",
    "docs",
    "login",
    "signup",
    "email",
    "factors-passkey",
    "profile",
    "delete",
    "access",
    "access-not-me",
    "activity",
    "consent-everything",
    "device-confirm",
    "developer",
    "developer-wizard",
    "developer-settings",
    "developer-credentials",
    "developer-activity",
    "playground",
    "404",
)
"""Pages of `tests/browser/pages.py` whose words are the longest, or that most people see."""
LABELS: Final = ":is(h1, h2, h3, button, a, label, legend, summary, th, dt, .badge):not(:has(bdi))"
"""What is a word of ours alone; a name of somebody's stands in `bdi`."""
SENTENCE: Final = 3
"""So many words in a row are English by no accident."""


@contextmanager
def in_german(visit: Visit) -> Iterator[None]:
    """Choose German at the foot of the page that is open; afterwards English again, for the account keeps it."""
    _choose(visit, "Deutsch")
    try:
        yield
    finally:
        visit.open("/")
        _choose(visit, "English")


def english_left(visit: Visit) -> list[str]:
    """Return what the page that is open says in English: sentences anywhere, single words where they stand alone."""
    page = visit.page
    text = " ".join(f"{page.title()} {page.locator('body').inner_text()}".split())
    labels = {" ".join(label.split()) for label in page.locator(LABELS).all_inner_texts()}
    sentences, words = _english()
    return sorted({one for one in sentences if one in text} | (labels & words))


def _choose(visit: Visit, language: str) -> None:
    with visit.page.expect_navigation():
        visit.page.get_by_role("contentinfo").get_by_role("button", name=language, exact=True).click()


def _english() -> tuple[set[str], set[str]]:
    """Return the parts of English sentences that no German one has, and the messages that are one label each."""
    told = [pair for message in known("de") if message.id for pair in pairs(message) if pair[0] != pair[1]]
    parts = {
        (part.strip(), german)
        for english, german in told
        for part in re.split(f"{NAMED.pattern}|{MARKUP.pattern}", english)
    }
    sentences = {part for part, german in parts if len(part.split()) >= SENTENCE and part not in german}
    words = {english for english, _ in told}
    return sentences, words - {german for _, german in told}
