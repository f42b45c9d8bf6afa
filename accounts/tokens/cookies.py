"""The pair of a sign-in as cookies of our own pages (contract: First-party credentials, `/api/login/`)."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from accounts.tokens.jwt import Pair
from accounts.tokens.jwt_classes import AccessToken, RefreshToken

ACCESS: Final = "access"
ACCESS_PATH: Final = "/api/"
REFRESH: Final = "refresh"
REFRESH_PATH: Final = "/api/jwt/token/refresh/"
"""The one address that the browser shows it to."""


def put(response: HttpResponseBase, pair: Pair) -> None:
    """Set both cookies, out of reach of scripts and of other sites, each for as long as its token lasts."""
    for name, token, path, kind in (
        (ACCESS, pair.access, ACCESS_PATH, AccessToken),
        (REFRESH, pair.refresh, REFRESH_PATH, RefreshToken),
    ):
        response.set_cookie(
            name,
            token,
            max_age=kind.lifetime,
            path=path,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def delete(response: HttpResponseBase) -> None:
    """Take both cookies back."""
    for name, path in ((ACCESS, ACCESS_PATH), (REFRESH, REFRESH_PATH)):
        response.delete_cookie(name, path=path, samesite="Lax")


def refresh_of(request: HttpRequest) -> str | None:
    """Return the refresh token that the browser shows, None where there is none."""
    return request.COOKIES.get(REFRESH) or None
