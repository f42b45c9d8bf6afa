"""The CSRF check of whatever a browser sends along by itself (OWASP ASVS 5.0 section 3.5)."""

from django.http import HttpRequest
from rest_framework import status

from accounts.services.csrf import csrf_fault
from oauth_server.vocabulary import CredentialKind
from resources.denial import Denial, Denied
from resources.steps import Step


def enforce(request: HttpRequest, kind: CredentialKind) -> None:
    """Raise Denied (403) for an unsafe method without the CSRF token, or from a foreign origin."""
    reason = csrf_fault(request)
    if reason:
        detail = "The CSRF token is missing or incorrect."
        why = reason.partition(" - ")[0].rstrip(".")  # what follows is the caller's own Origin
        raise Denied(Denial(status.HTTP_403_FORBIDDEN, detail, step=Step.CSRF, reason=why, kind=kind))
