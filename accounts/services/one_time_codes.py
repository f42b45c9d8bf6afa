"""Codes of an authenticator app and recovery codes, each good once (RFC 6238 section 5.2; OWASP ASVS 5.0 6.5.1)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import structlog
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt, encrypt
from django.db import transaction
from django.http import HttpRequest

from accounts.audit.record import AuditEventName, record
from accounts.models import User
from accounts.services import device
from accounts.services.guessing import refund, spend_recorded
from accounts.services.notice_words import Notice
from accounts.services.notices import tell
from oauth_server.vocabulary import RefusalReason

log = structlog.get_logger(__name__)

COUNTER: Final = "one_time_code"
LAST: Final = "last_counter"
"""The time step of the newest code that was used: it and what lies before it is spent, in every worker."""
TYPED: Final = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)


class SeedUnreadable(Exception):
    """A seed was sealed under a SECRET_KEY that this server no longer has, not even among SECRET_KEY_FALLBACKS."""

    silent_variable_failure = True
    """A page that would show what is made of it shows nothing (Django's word to its templates)."""


class WrongCode(Exception):
    """The code is none of this person's, or was used before."""


@contextmanager
def one_guess(request: HttpRequest | None, user: User) -> Iterator[None]:
    """Take one of the guesses at the codes of `user` before the block looks at it; give it back where it was right.

    Raises TooManyGuesses after ten wrong ones in fifteen minutes at all doors and pages together. A browser in which
    this person has signed in before has its own count. Stands outside the transaction that spends the code: what was
    wrong stays counted.
    """
    known = device.known_device(request, user)
    key = f"user {user.subject}" if known is None else f"user {user.subject} device {known}"
    spend_recorded(COUNTER, key, person=user)
    try:
        yield
    except WrongCode:
        record(AuditEventName.SIGN_IN_REFUSED, person=user, detail={"reason": RefusalReason.SECOND_FACTOR})
        raise
    refund(COUNTER, key)


@transaction.atomic
def use_code(user: User, code: str) -> Authenticator:
    """Spend a code of `user` and return what it belongs to; raise WrongCode.

    The rows are locked while the code is looked for: of parallel requests with one code, one finds it unused.
    """
    for row in Authenticator.objects.select_for_update().filter(user_id=user.pk, type__in=TYPED).order_by("pk"):
        try:
            if row.type == Authenticator.Type.TOTP and _use_totp(row, code):
                return row
            if row.type == Authenticator.Type.RECOVERY_CODES and _use_recovery_code(row, code):
                tell(Notice.CODE_USED, user=user, left=len(RecoveryCodes(row).get_unused_codes()))
                return row
        except SeedUnreadable:
            log.exception("seed_unreadable", user=str(user.subject), kind=row.type)
    raise WrongCode


def _use_recovery_code(row: Authenticator, code: str) -> bool:
    codes = RecoveryCodes(row)
    used = codes.validate_code(code)
    row.data = codes.instance.data  # it was read anew under its lock
    return bool(used)


def _use_totp(row: Authenticator, code: str) -> bool:
    secret = decrypt(row.data["secret"])
    for counter in yield_hotp_counters_from_time():
        expected = format_hotp_value(hotp_value(secret, counter))
        if counter > row.data.get(LAST, -1) and compare_user_code(actual=code, expected=expected):
            row.data = row.data | {"secret": encrypt(secret), LAST: counter}  # sealed anew: under the newest key
            row.save(update_fields=["data"])
            return True
    return False
