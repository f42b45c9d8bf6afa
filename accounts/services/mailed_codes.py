"""Codes by mail, each good once, in the browser that asked for it: guesses are counted before they are looked at."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.http import HttpRequest

from accounts.audit.record import AuditEventName, record
from accounts.models import User
from accounts.services import device
from accounts.services.guessing import TooManyGuesses, refund, spend, spend_recorded
from oauth_server.vocabulary import RefusalReason

SIGN_IN: Final = "sign_in_code"
ADDRESS: Final = "address_code"
"""The counters: codes that sign in, codes that confirm an address."""
_USED: Final = "used_code"


class WrongMailedCode(Exception):
    """The code is not the one that was sent, was used, or is of an account that has changed since."""


@contextmanager
def one_guess(counter: str, *, user: User | None, email: str, request: HttpRequest) -> Iterator[None]:
    """Take one of the guesses before the block looks at the code; give it back where it was right.

    Raises TooManyGuesses after ten wrong ones in fifteen minutes, over all browsers and all codes sent meanwhile; a
    browser in which this person signed in before has its own count. An address that nobody has verified is counted
    alike.
    """
    key = _key(user, email, request)
    spend_recorded(counter, key, person=user)
    try:
        yield
    except WrongMailedCode:
        record(AuditEventName.SIGN_IN_REFUSED, person=user, detail={"reason": RefusalReason.WRONG_CODE})
        raise
    refund(counter, key)


def use_up(counter: str, *, user: User, code: str, sent: float) -> None:
    """Use a code up, in one statement; of two right answers at once the second raises WrongMailedCode.

    `sent`: when the code was asked for, as a Unix time; a code lives no longer than the row that remembers its use.
    """
    try:
        spend(_USED, f"{counter} {user.subject} {sent} {code}", limit=1)
    except TooManyGuesses as used:
        raise WrongMailedCode from used


def _key(user: User | None, email: str, request: HttpRequest) -> str:
    if user is None:
        return f"nobody {email.lower()}"
    known = device.known_device(request, user)
    return f"user {user.subject}" if known is None else f"user {user.subject} device {known}"
