"""Error pages: Django's own handlers render 403 and 404; what they cannot say is said here."""

import sys
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme

from oauth_server.console.preferences import frame
from oauth_server.vocabulary import SECONDS_TO_RETRY


def request_id(request: HttpRequest) -> dict[str, str]:
    """Give every page the id under which the logs know the request (a context processor)."""
    return {"request_id": structlog.contextvars.get_contextvars().get("request_id", "")}


def came_from(request: HttpRequest) -> str:
    """Return the path and query of our own page that led here; "" for another's, or where it is what failed."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(referer)
    address = f"{parts.path}?{parts.query}" if parts.query else parts.path
    safe = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    same = request.method == "GET" and address == request.get_full_path()
    return address if safe and not same else ""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 for what cannot be read, as if from outside: not even the host need be ours."""
    return HttpResponseBadRequest(_bare("400.html", request))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 for a form whose CSRF token is missing or old."""
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 where the database does not answer, else 500; neither page needs a session or a database."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = HttpResponse(_bare("503.html", request, again=True), status=503)
        response["Retry-After"] = str(SECONDS_TO_RETRY)
        return response
    return HttpResponseServerError(_bare("500.html", request, again=True))


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Answer 429 where an address has asked too often; its limits are counted by the minute."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "60"
    return response


def _bare(template: str, request: HttpRequest, *, again: bool = False) -> str:
    """Return a page that is made without the request's session; `again`: what was only read may be asked for again."""
    context: dict[str, Any] = {**request_id(request), **frame(request)}
    if again and request.method == "GET":
        context["again"] = request.get_full_path()
    return loader.render_to_string(template, context)
