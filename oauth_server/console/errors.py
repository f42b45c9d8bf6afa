"""Error pages: the cause in words, what to do, and the request id."""

from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400."""
    return _page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404."""
    return _page(request, 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 for a form whose CSRF token is missing or old."""
    return _page(request, 403, template="403_csrf.html")


def _page(request: HttpRequest, status: int, *, template: str | None = None) -> HttpResponse:
    context: dict[str, Any] = {"request_id": structlog.contextvars.get_contextvars().get("request_id", "")}
    return render(request, template or f"{status}.html", context, status=status)
