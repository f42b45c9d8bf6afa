"""What must not be left of the English on a page in German."""

import re
from functools import cache
from typing import Any, Final

from playwright.sync_api import Page

from tests.translations.catalogues import known
from tests.translations.shape import MARKUP, NAMED, pairs

GERMAN: Final = "de"
_SAID: Final = """() => {
    const parts = ':is(h1, h2, h3, button, a, label, legend, summary, th, dt, .badge)'
    const named = ':is(bdi, code, main [lang=en])'
    const labels = `${parts}:not(${named}, :has(${named}), ${named} *)`
    const words = which => [...document.querySelectorAll(which)].map(one => one.innerText)
    const told = ['aria-label', 'placeholder', 'title', 'alt'].flatMap(name =>
        [...document.querySelectorAll(`[${name}]`)].map(one => one.getAttribute(name)))
    const sent = one => one.value === one.innerText.trim()
    const choices = [...document.querySelectorAll('option')].filter(one => !sent(one)).map(one => one.innerText)
    return {
        language: document.documentElement.lang,
        text: `${document.title} ${document.body.innerText}`,
        labels: [...words(labels), ...choices, ...told],
        foreign: words(`${named}, pre, samp`),
    }
}"""
"""Everything that is read; what of it is a word of ours alone; names that somebody gave, and what programs say.

A choice that is sent as it is read is a word of a protocol.
"""
SENTENCE: Final = 3
"""So many words in a row are English by no accident."""


def english_left(page: Page) -> list[str]:
    """Return what a page in German says in English: sentences anywhere, single words where they stand alone."""
    said: dict[str, Any] = page.evaluate(_SAID)
    if said["language"] != GERMAN:
        return []
    text = " ".join(said["text"].split())
    for foreign in sorted(said["foreign"], key=len, reverse=True):
        text = text.replace(" ".join(foreign.split()) or " ", " ")
    labels = {" ".join(label.split()) for label in said["labels"]}
    sentences, words = _english()
    left = sorted({one for one in sentences if one in text} | (labels & words))
    return [f"{page.url} says in English: {one}" for one in left]


@cache
def _english() -> tuple[set[str], set[str]]:
    """Return the parts of English sentences that no German one has, and the messages that are one label each."""
    told = [pair for message in known(GERMAN) if message.id for pair in pairs(message) if pair[0] != pair[1]]
    parts = {
        (part.strip(), german)
        for english, german in told
        for part in re.split(f"{NAMED.pattern}|{MARKUP.pattern}", english)
    }
    sentences = {part for part, german in parts if len(part.split()) >= SENTENCE and part not in german}
    words = {english for english, _ in told}
    return sentences, words - {german for _, german in told}
