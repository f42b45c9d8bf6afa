"""Passwords at every door alike: one count an account, one hash a try, one answer for a failure (OWASP ASVS 6.3)."""

from typing import Final

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from accounts.audit.record import AuditEventName, record
from accounts.models import User
from accounts.models.user import comparable
from accounts.services import device
from accounts.services.guessing import refund, spend_recorded
from accounts.services.leaving import is_leaving
from oauth_server.vocabulary import RefusalReason

COUNTER: Final = "password"


class WrongPassword(Exception):
    """The name and the password are not those of an account that may sign in; which of them was wrong is not said."""


def authenticate_password(
    request: HttpRequest | None, login: str, password: str, *, session_id: int | None = None, leaving: bool = False
) -> User:
    """Return the user whose user name or verified address is `login` and whose password is `password`.

    Raises WrongPassword, alike for an unknown name, a wrong password and a disabled account, and TooManyGuesses,
    before any hash, after ten failures in fifteen minutes at all doors together. `session_id`: the sign-in of a caller
    who has one already; it has a count of its own, for nobody's guesses elsewhere close a door to it. `leaving`: an
    account on its way out is returned too, to whoever goes on with it as `accounts.services.leaving` says.
    """
    user = _user_of(login)
    key = _key(request, login, user, session_id)
    spend_recorded(COUNTER, key, person=user)
    if user is None:
        make_password(password)
    if user is None or not user.check_password(password):
        raise _refused(user, RefusalReason.WRONG_PASSWORD)
    if not user.is_active and not (leaving and is_leaving(user)):
        raise _refused(user, RefusalReason.USER_DISABLED)
    refund(COUNTER, key)
    return user


def _refused(user: User | None, reason: RefusalReason) -> WrongPassword:
    record(AuditEventName.SIGN_IN_REFUSED, person=user, detail={"reason": reason})
    return WrongPassword()


def _user_of(login: str) -> User | None:
    if "@" not in login:
        return User.objects.filter(username_key=comparable(login)).first()
    address = EmailAddress.objects.filter(email=login.lower(), verified=True).select_related("user").first()
    return address.user if address else None


def _key(request: HttpRequest | None, login: str, user: User | None, session_id: int | None) -> str:
    if user is None:
        return f"nobody {comparable(login)}"
    if session_id is not None:
        return f"user {user.subject} sign-in {session_id}"
    known = device.known_device(request, user)
    return f"user {user.subject}" if known is None else f"user {user.subject} device {known}"
