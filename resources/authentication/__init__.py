"""Which credential counts: told by its form alone, so that a second verifier is never asked after a first refused.

A header credential wins and never falls back to what the browser or the proxy sends along; of that, the first that is
there is the only one to count (contract: Which credential counts).
"""

from dataclasses import replace
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from rest_framework import status
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import ParseError, Throttled
from rest_framework.request import Request

from accounts.services.unknown_callers import MINUTE, may_ask
from oauth_server.vocabulary import RefusalReason, TokenRefused
from resources import challenges
from resources.authentication import (
    access_cookie,
    api_key,
    basic,
    csrf,
    drf_token,
    first_party_jwt,
    oauth2,
    remote_user,
    session,
)
from resources.authentication.credential import AmbientCredential, HeaderCredential, not_good
from resources.authentication.header import KEY, read_credential
from resources.authentication.verified_request import VerifiedRequest
from resources.denial import Denied
from resources.principal import ANONYMOUS, Principal
from resources.steps import Step


class TooMany(Throttled):
    """An address asks too often without a good credential, so nothing is said of this one."""

    step = Step.RECOGNISED

    def __init__(self) -> None:
        super().__init__(detail="Too many requests without a good credential; wait.")
        self.wait = MINUTE


IN_HEADERS: Final[tuple[HeaderCredential, ...]] = (
    api_key.CREDENTIAL,
    drf_token.CREDENTIAL,
    basic.CREDENTIAL,
    first_party_jwt.CREDENTIAL,
    oauth2.CREDENTIAL,
    oauth2.BOUND,
)
"""The first that recognises the form is the only one to verify it."""
SENT_ALONG: Final[tuple[AmbientCredential, ...]] = (
    remote_user.CREDENTIAL,
    session.CREDENTIAL,
    access_cookie.CREDENTIAL,
)
"""Without a header credential, the first that is there counts, even where it is no good."""


class DispatchingAuthentication(BaseAuthentication):
    """Sets `request.user` (the person; AnonymousUser for a machine and for nobody), `request.auth` (the Principal)."""

    def authenticate(self, request: Request) -> tuple[Any, Principal]:
        """Return the caller; a header credential wins over everything else and never falls back to it."""
        http = request._request
        if isinstance(http, VerifiedRequest):
            return http.principal.user or AnonymousUser(), http.principal
        _refuse_odd_length(http)
        try:
            sent = read_credential(http, schemes())
            principal = _in_header(*sent, http) if sent else _sent_along(http)
        except Denied as denied:
            if denied.status_code == status.HTTP_401_UNAUTHORIZED:
                _hold_to_numbers(http)
            raise
        if principal.is_anonymous:
            _hold_to_numbers(http)
        return principal.user or AnonymousUser(), principal

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge of a 401 that a view raises itself."""
        return challenges.unauthorized(challenges.bearer(), challenges.PROOF)


def schemes() -> frozenset[str]:
    """Return the schemes of the Authorization header that this server takes, in lower case."""
    return frozenset(credential.scheme for credential in IN_HEADERS if credential.offered()) - {KEY}


def _in_header(scheme: str, token: str, http: HttpRequest) -> Principal:
    found = (item for item in IN_HEADERS if item.scheme == scheme and item.recognises(token))
    credential = next(found, None)
    if credential is None:
        raise not_good(RefusalReason.MALFORMED, scheme=scheme)
    try:
        principal = credential.verify(token, http)
    except TokenRefused as refusal:
        raise not_good(refusal.reason, scheme=scheme, kind=credential.kind) from refusal
    if credential.ambient:
        return _held_to_csrf(principal, http)
    return principal


def _sent_along(http: HttpRequest) -> Principal:
    credential = next((item for item in SENT_ALONG if item.present(http)), None)
    if credential is None:
        return ANONYMOUS
    try:
        principal = credential.verify(http)
    except TokenRefused as refusal:
        raise not_good(refusal.reason, scheme=None, kind=credential.kind) from refusal
    return principal if principal.is_anonymous else _held_to_csrf(principal, http)


def _held_to_csrf(principal: Principal, http: HttpRequest) -> Principal:
    """Return a principal whose credential was sent along by itself; raise Denied (403) without the CSRF token."""
    csrf.enforce(http, principal.kind)
    return replace(principal, ambient=True)


def _hold_to_numbers(http: HttpRequest) -> None:
    """Raise Throttled where this address has asked too often without a good credential."""
    if not may_ask(http):
        raise TooMany


def _refuse_odd_length(http: HttpRequest) -> None:
    """Refuse a Content-Length that is no number: Django fails on it where the CSRF check reads the form."""
    length = http.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):
        raise ParseError("The Content-Length is not a number.")
