"""Django's CSRF check, asked by whoever takes a credential that a browser sends along (OWASP ASVS 5.0 section 3.5)."""

from django.http import HttpRequest, HttpResponse
from rest_framework.authentication import CSRFCheck


def csrf_fault(request: HttpRequest) -> str | None:
    """Return why an unsafe request must not rest on what the browser sent along: no CSRF token, or a foreign origin."""
    check = CSRFCheck(_answer)
    check.process_request(request)
    fault = check.process_view(request, _answer, (), {})  # DRF's check rejects by the reason, not by a response
    return str(fault) if fault else None


def _answer(_: HttpRequest) -> HttpResponse:
    """Stand for the view that Django's CSRF check wants to know; it is never called."""
    return HttpResponse()  # pragma: no cover - never called
