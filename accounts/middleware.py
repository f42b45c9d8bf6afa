"""Who the browser is: `request.user` and `request.sign_in`, read at first use (OWASP ASVS 5.0 section 7.2)."""

from functools import cache
from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware as DjangoAuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from accounts.services import device
from accounts.tokens import browser_session
from oauth_server.vocabulary import AccessTokenFacts, TokenRefused


def sign_in_of(request: HttpRequest) -> AccessTokenFacts | None:
    """Return the sign-in that the request's session stands for; a dead session is emptied and is nobody's."""
    try:
        return browser_session.verify(request)
    except TokenRefused:
        request.session.flush()
        return None


def _user_of(request: HttpRequest) -> User | AnonymousUser:
    sign_in = sign_in_of(request)
    return AnonymousUser() if sign_in is None else sign_in.user


@cache
def _with_sign_in(request_class: Any) -> Any:
    """Return the class of the request with a lazy `sign_in` that may be None (a lazy object never is)."""
    return type(request_class.__name__, (request_class,), {"sign_in": property(sign_in_of)})


class AuthenticationMiddleware(DjangoAuthenticationMiddleware):
    """Django's, with our own sign-in behind it; costs no statement where nobody asks who is there."""

    def process_request(self, request: HttpRequest) -> None:
        """Hang `user`, `auser` and `sign_in` on the request."""

        async def auser() -> Any:
            return _user_of(request)

        request.__class__ = _with_sign_in(type(request))  # type: ignore[arg-type] # - a class is hashable
        request.user = SimpleLazyObject(lambda: _user_of(request))  # type: ignore[assignment] # - Django's own idiom
        request.auser = auser

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Remember the browser in which somebody has just signed in."""
        device.remember(request, response)
        return response
