"""Answers in JSON of the endpoints that clients call directly (RFC 6749 sections 5.1 and 5.2)."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, Final

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from oauthlib.oauth2.rfc6749.errors import InvalidRequestError, OAuth2Error, TemporarilyUnavailableError

from oauth_server.protocol import strict_form
from oauth_server.protocol.refusals import ClientRefused, TooManyRequests
from oauth_server.protocol.strict_form import Form
from oauth_server.vocabulary import SECONDS_TO_RETRY

logger = logging.getLogger(__name__)
BASIC: Final = 'Basic realm="oauth"'


def no_store(members: Mapping[str, Any], *, status: int = 200) -> JsonResponse:
    """Return a JSON object that no cache keeps."""
    response = JsonResponse(members, status=status)
    response["Cache-Control"] = "no-store"
    response["Pragma"] = "no-cache"
    return response


def no_store_signed(token: str, content_type: str) -> HttpResponse:
    """Return a signed answer that no cache keeps."""
    return HttpResponse(token, content_type=content_type, headers={"Cache-Control": "no-store", "Pragma": "no-cache"})


def refusal(error: OAuth2Error) -> JsonResponse:
    """Return an error as RFC 6749 section 5.2 says it, with the challenge of the method that was tried."""
    response = no_store({"error": error.error, "error_description": error.description}, status=error.status_code)
    if isinstance(error, ClientRefused) and error.by_header:
        response["WWW-Authenticate"] = BASIC
    if isinstance(error, ClientRefused | TooManyRequests) and error.retry_after:
        response["Retry-After"] = str(error.retry_after)
    return response


def or_unavailable(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Return the view with 503 in place of its answer where the database does not answer; the log says why."""

    @wraps(answer)
    def view(request: HttpRequest) -> HttpResponse:
        try:
            return answer(request)
        except (OperationalError, InterfaceError):
            logger.exception("The database does not answer.")
            response = refusal(TemporarilyUnavailableError(description="Try again soon.", status_code=503))
            response["Retry-After"] = str(SECONDS_TO_RETRY)
            return response

    return view


def form_endpoint(answer: Callable[[HttpRequest, Form, datetime], HttpResponse]) -> Callable[..., HttpResponse]:
    """Return the view of an endpoint that takes a form by POST; `answer` gets the form and when the request came."""

    @csrf_exempt
    @wraps(answer)
    @or_unavailable
    def view(request: HttpRequest) -> HttpResponse:
        received_at = timezone.now()
        if request.method != "POST":
            response = refusal(InvalidRequestError(description="Only POST is answered here.", status_code=405))
            response["Allow"] = "POST"
            return response
        try:
            return answer(request, strict_form.read(request), received_at)
        except OAuth2Error as error:
            return refusal(error)

    return view
