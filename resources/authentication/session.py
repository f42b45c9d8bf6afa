"""The browser's session, which counts only where no header does; unsafe methods need the CSRF token."""

from django.http import HttpRequest, HttpResponse
from rest_framework import status
from rest_framework.authentication import CSRFCheck

from accounts.tokens import browser_session
from oauth_server.vocabulary import CredentialKind, TokenRefused
from resources.denial import Denial, Denied
from resources.principal import ANONYMOUS, Principal


def authenticate(request: HttpRequest) -> Principal:
    """Return who is signed in; nobody where there is no session or it is over. Raises Denied (403) without CSRF."""
    try:
        facts = browser_session.verify(request)
    except TokenRefused:
        return ANONYMOUS
    if facts is None:
        return ANONYMOUS
    _enforce_csrf(request)
    return Principal.from_facts(CredentialKind.SESSION, facts)


def _enforce_csrf(request: HttpRequest) -> None:
    check = CSRFCheck(_answer)
    check.process_request(request)
    reason = check.process_view(request, _answer, (), {})
    if reason:
        detail = "The CSRF token is missing or incorrect."
        raise Denied(Denial(status.HTTP_403_FORBIDDEN, detail, (f"credential: csrf {reason}",)))


def _answer(_: HttpRequest) -> HttpResponse:
    """Stand for the view that Django's CSRF check wants to know; it is never called."""
    return HttpResponse()  # pragma: no cover - never called
