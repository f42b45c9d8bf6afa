"""Which credential counts: told by its form alone, so that a second verifier is never asked after a first refused."""

from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

from oauth_server.vocabulary import RefusalReason, TokenRefused
from resources import challenges
from resources.authentication import drf_token, first_party_jwt, oauth2, session
from resources.authentication.credential import HeaderCredential, not_good
from resources.authentication.header import read_credential
from resources.principal import Principal

CREDENTIALS: Final[tuple[HeaderCredential, ...]] = (
    drf_token.CREDENTIAL,
    first_party_jwt.CREDENTIAL,
    oauth2.CREDENTIAL,
)
"""The first that recognises the form is the only one to verify it."""
SCHEMES: Final = frozenset(credential.scheme for credential in CREDENTIALS)


class DispatchingAuthentication(BaseAuthentication):
    """Sets `request.user` (the person; AnonymousUser for a machine and for nobody), `request.auth` (the Principal)."""

    def authenticate(self, request: Request) -> tuple[Any, Principal]:
        """Return the caller; a header credential wins over the session and never falls back to it."""
        http = request._request
        _refuse_odd_length(http)
        sent = read_credential(http, SCHEMES)
        principal = _verify(*sent, http) if sent else session.authenticate(http)
        return principal.user or AnonymousUser(), principal

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge of a 401 that a view raises itself."""
        return challenges.bearer()


def _verify(scheme: str, token: str, http: HttpRequest) -> Principal:
    found = (item for item in CREDENTIALS if item.scheme == scheme and item.recognises(token))
    credential = next(found, None)
    if credential is None:
        raise not_good(RefusalReason.MALFORMED, scheme=scheme)
    try:
        return credential.verify(token, http)
    except TokenRefused as refusal:
        raise not_good(refusal.reason, scheme=scheme) from refusal


def _refuse_odd_length(http: HttpRequest) -> None:
    """Refuse a Content-Length that is no number: Django fails on it where the CSRF check reads the form."""
    length = http.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):
        raise ParseError("The Content-Length is not a number.")
