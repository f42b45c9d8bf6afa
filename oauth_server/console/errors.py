"""Error pages: Django's own handlers render 400, 403 and 404; what they cannot say is said here."""

import sys

import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader

from oauth_server.vocabulary import SECONDS_TO_RETRY


def request_id(request: HttpRequest) -> dict[str, str]:
    """Give every page the id under which the logs know the request (a context processor)."""
    return {"request_id": structlog.contextvars.get_contextvars().get("request_id", "")}


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 for a form whose CSRF token is missing or old."""
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 where the database does not answer, else 500; neither page needs a session or a database."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = HttpResponse(loader.render_to_string("503.html", request_id(request)), status=503)
        response["Retry-After"] = str(SECONDS_TO_RETRY)
        return response
    return HttpResponseServerError(loader.render_to_string("500.html", request_id(request)))


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Answer 429 where an address has asked too often; its limits are counted by the minute."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "60"
    return response
