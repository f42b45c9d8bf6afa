"""One mail: text and HTML from one pair of templates, in the reader's language (OWASP ASVS 5.0 section 6.3.7)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import User

HEADERS: Final = {"Auto-Submitted": "auto-generated"}
"""Lest somebody's absence is answered (RFC 3834 section 5)."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says. `says` and `advice`: paragraphs before and after the facts; `facts`: pairs of name and value.

    `code` is to be typed, `link` to be followed: the one secret that a mail may hold is the one that was asked for.
    """

    subject: str
    says: tuple[str, ...]
    name: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    code: str = ""
    link: str = ""
    link_label: str = ""
    advice: tuple[str, ...] = ()


def host() -> str:
    """Return what a mail calls this server."""
    return urlsplit(settings.ISSUER).netloc


@contextmanager
def language_of(user: User | None) -> Iterator[None]:
    """Speak the language that a person has chosen; where there is none, go on in the one that is spoken."""
    try:
        chosen = translation.get_supported_language_variant(user.locale if user else "")
    except LookupError:
        chosen = translation.get_language() or settings.LANGUAGE_CODE
    with translation.override(chosen):
        yield


def message_of(letter: Letter, to: str) -> EmailMultiAlternatives:
    """Return the mail, in the language that is spoken now."""
    context = {
        "mail": letter,
        "host": host(),
        "language": translation.get_language(),
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
    }
    text = render_to_string("email/base.txt", context).strip() + "\n"
    message = EmailMultiAlternatives(" ".join(letter.subject.split()), text, None, [to], headers=HEADERS)
    message.attach_alternative(render_to_string("email/base.html", context), "text/html")
    return message


def send_once_committed(messages: Sequence[EmailMultiAlternatives]) -> None:
    """Send mails once what they tell is so; one that cannot be sent takes nothing back."""

    def mail() -> None:  # no partial: Django logs the name of what failed
        for message in messages:
            message.send()

    transaction.on_commit(mail, robust=True)
