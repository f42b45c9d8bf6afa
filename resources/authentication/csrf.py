"""The CSRF check of whatever a browser sends along by itself (OWASP ASVS 5.0 section 3.5)."""

from django.http import HttpRequest, HttpResponse
from rest_framework import status
from rest_framework.authentication import CSRFCheck

from oauth_server.vocabulary import CredentialKind
from resources.denial import Denial, Denied
from resources.steps import Step


def enforce(request: HttpRequest, kind: CredentialKind) -> None:
    """Raise Denied (403) for an unsafe method without the CSRF token, or from a foreign origin."""
    check = CSRFCheck(_answer)
    check.process_request(request)
    reason = check.process_view(request, _answer, (), {})
    if reason:
        detail = "The CSRF token is missing or incorrect."
        why = str(reason).partition(" - ")[0].rstrip(".")  # what follows is the caller's own Origin
        raise Denied(Denial(status.HTTP_403_FORBIDDEN, detail, step=Step.CSRF, reason=why, kind=kind))


def _answer(_: HttpRequest) -> HttpResponse:
    """Stand for the view that Django's CSRF check wants to know; it is never called."""
    return HttpResponse()  # pragma: no cover - never called
