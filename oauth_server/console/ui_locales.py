"""The language that a client wishes for the pages of its request (`ui_locales`, OpenID Connect Core 3.1.2.1)."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse_lazy

from accounts.services.languages import first_supported, supported

PARAMETER: Final = "ui_locales"
_AUTHORIZE: Final[Any] = reverse_lazy("oauth2_provider:authorize")
_TAKES_IT: Final[tuple[Any, ...]] = (_AUTHORIZE, reverse_lazy("oauth2_provider:rp-initiated-logout"))


def cookie_name() -> str:
    """Return the name of the cookie that leads the wish through sign-in and consent."""
    return f"__Host-{PARAMETER}" if settings.SESSION_COOKIE_SECURE else PARAMETER


def wish_of(request: HttpRequest) -> str:
    """Return the language that is wished: by the request itself, or by the one that this browser is on its way with."""
    if request.path in _TAKES_IT and request.GET.get(PARAMETER):
        return first_supported(request.GET[PARAMETER])
    return supported(request.COOKIES.get(cookie_name(), ""))


def keep_wish(request: HttpRequest, response: HttpResponseBase) -> None:
    """Keep the wish while the person is on the way to an answer, and forget it with the answer.

    The authorization endpoint hangs `ui_locales` on a request that it leads to a page.
    """
    if request.path != _AUTHORIZE:
        return
    wish = first_supported(getattr(request, PARAMETER, ""))
    if wish:
        response.set_cookie(
            cookie_name(),
            wish,
            max_age=settings.AUTHORIZATION_REQUEST_LIFETIME,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    elif cookie_name() in request.COOKIES:
        response.delete_cookie(cookie_name(), samesite="Lax")
