"""Who the browser is: `request.user`, read at first use (OWASP ASVS 5.0 section 7.2)."""

from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware as DjangoAuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from accounts.services import device
from accounts.services.sign_in import sign_in_of


def _user_of(request: HttpRequest) -> User | AnonymousUser:
    sign_in = sign_in_of(request)
    return AnonymousUser() if sign_in is None else sign_in.user


class AuthenticationMiddleware(DjangoAuthenticationMiddleware):
    """Django's, with our own sign-in behind it; costs no statement where nobody asks who is there."""

    def process_request(self, request: HttpRequest) -> None:
        """Hang `user` and `auser` on the request."""

        async def auser() -> Any:
            return _user_of(request)

        request.user = SimpleLazyObject(lambda: _user_of(request))  # type: ignore[assignment] # - Django's own idiom
        request.auser = auser

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Remember the browser in which somebody has just signed in."""
        device.remember(request, response)
        return response
