"""Error pages: Django's own handlers render 400, 403, 404 and 500; these words of ours go with them."""

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def request_id(request: HttpRequest) -> dict[str, str]:
    """Give every page the id under which the logs know the request (a context processor)."""
    return {"request_id": structlog.contextvars.get_contextvars().get("request_id", "")}


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 for a form whose CSRF token is missing or old."""
    return render(request, "403_csrf.html", status=403)
