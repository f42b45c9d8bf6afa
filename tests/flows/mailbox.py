"""The mail of a test that speaks HTTP only: what was sent last, and what is done with it."""

import re
from typing import Any

from django.core import mail
from django.test import Client


def mailed_code() -> str:
    """Return the code in the last mail."""
    found = re.search(r"^ {4}([A-Z]{4}-[A-Z]{4})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found is not None, mail.outbox[-1].body
    return found[1]


def confirm_address(browser: Client, email: str) -> Any:
    """Ask for a code for an address of whoever is signed in, and enter it."""
    asked = browser.post("/accounts/email/", {"action_send": "", "email": email})
    assert asked["Location"] == "/accounts/confirm-email/", asked.content
    return browser.post("/accounts/confirm-email/", {"code": mailed_code()})


def html_of(message: Any) -> str:
    """Return the HTML part of a mail; each has one beside its text."""
    (part,) = message.alternatives
    assert part.mimetype == "text/html"
    return str(part.content)
