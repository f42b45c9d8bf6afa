"""What holds where an answer sets the cookies of a sign-in: only our own pages may ask for it (OWASP ASVS 5.0 3.5)."""

from dataclasses import asdict
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied, UnsupportedMediaType
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.services.csrf import csrf_fault
from accounts.tokens import cookies
from accounts.tokens.jwt import Pair

JSON: Final = "application/json"


def require_own_page(request: Request) -> None:
    """Refuse what a page of another site could send: a form, which needs no preflight, and a foreign Origin."""
    if request.content_type.partition(";")[0].strip().lower() != JSON:
        raise UnsupportedMediaType(request.content_type)
    if request.META.get("HTTP_ORIGIN", settings.ISSUER) != settings.ISSUER:
        raise PermissionDenied(_("Only a page of this server may sign in here."))


def require_csrf(request: Request) -> None:
    """Refuse an unsafe request that rests on a cookie and lacks the CSRF token."""
    if csrf_fault(request._request):
        raise PermissionDenied(_("The CSRF token is missing or incorrect."))


def with_cookies(pair: Pair) -> Response:
    """Return an answer with the pair in its body and as cookies."""
    answer = Response(asdict(pair))
    cookies.put(answer, pair)
    return answer
