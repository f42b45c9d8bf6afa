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
    """Return the identifier of this browser if `user` signed in with it within a year."""
    if request is None:
        return None
    device, subjects = _read(request)
    return device if str(user.subject) in subjects else None


def signed_in(request: HttpRequest, user: User) -> None:
    """Note that `user` has proved a password here; `remember` writes it on the answer."""
    request._device_of = str(user.subject)  # type: ignore[attr-defined] # - carried to the answer of this request


def remember(request: HttpRequest, response: HttpResponseBase) -> None:
    """Set the cookie on the answer to a request in which somebody signed in."""
    subject = getattr(request, "_device_of", None)
    if subject is None:
        return
    device, subjects = _read(request)
    people = [subject, *(known for known in subjects if known != subject)][:_PEOPLE]
    response.set_cookie(
        cookie_name(),
        signing.dumps([device or uuid4().hex, people], salt=_SALT),
        max_age=MAX_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str | None, list[str]]:
    try:
        device, subjects = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=_SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return None, []
    return device, subjects
