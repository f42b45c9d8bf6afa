"""Browsers in which somebody signed in before guess on a count of their own: nobody locks a person out (ASVS 6.1.1)."""

from typing import Final
from uuid import uuid4

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from accounts.models import User

MAX_AGE: Final = 365 * 24 * 3600
_SALT: Final = "accounts.device"
_PEOPLE: Final = 5


def cookie_name() -> str:
    """Return the name of the cookie, bound to the host where there is https (RFC 6265bis section 4.1.3.2)."""
    return "__Host-device" if settings.SESSION_COOKIE_SECURE else "device"


def known_device(request: HttpRequest | None, user: User) -> str | None:
    """Return the identifier of this browser if `user` signed in with it within a year, and kept it at each switch."""
    if request is None:
        return None
    device, people = _read(request)
    return device if _entry(user) in people else None


def signed_in(request: HttpRequest, user: User) -> None:
    """Note that `user` has signed in here, or goes on here after the switch; `remember` writes it on the answer."""
    request._device_of = _entry(user)  # type: ignore[attr-defined] # - carried to the answer of this request


def remember(request: HttpRequest, response: HttpResponseBase) -> None:
    """Set the cookie on the answer to a request in which somebody signed in."""
    person = getattr(request, "_device_of", None)
    if person is None:
        return
    device, before = _read(request)
    subject = person.partition(" ")[0]
    people = [person, *(known for known in before if not known.startswith(subject))][:_PEOPLE]
    response.set_cookie(
        cookie_name(),
        signing.dumps([device or uuid4().hex, people], salt=_SALT),
        max_age=MAX_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _entry(user: User) -> str:
    """Return how the cookie names a person: the switch ends it, lest guesses multiply with each one ever handed out."""
    return f"{user.subject} {user.credential_epoch}"


def _read(request: HttpRequest) -> tuple[str | None, list[str]]:
    try:
        device, people = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=_SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return None, []
    return device, people
