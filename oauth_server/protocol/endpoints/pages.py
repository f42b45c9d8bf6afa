"""What the endpoints that people see have in common: the error page, and forms that end at a client (CSP level 3)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from oauth_server.protocol.services.homepages import verified_homepage


def error_page(
    request: HttpRequest,
    *,
    title: str,
    explanation: str,
    error: str,
    description: str | None = None,
    signs_out: bool = False,
) -> HttpResponse:
    """Return the page (400) for a request that is answered by no redirect; `error` is the word of its RFC.

    It leads back to the homepage of the application that the request names, where that is verified, and with
    `signs_out` to the page that signs out.
    """
    context = {
        "title": title,
        "explanation": explanation,
        "error": error,
        "error_description": description,
        "signs_out": signs_out,
        "homepage": verified_homepage(request.GET.get("client_id", "")),
    }
    return render(request, "oauth/error.html", context, status=400)


def let_form_lead_to(response: HttpResponse, source: str) -> HttpResponse:
    """Add one validated CSP source to `form-action`: Chromium holds the whole redirect chain of a form to it."""
    response._csp_update = {"form-action": [source]}  # type: ignore[attr-defined] # - read by django-csp
    return response
