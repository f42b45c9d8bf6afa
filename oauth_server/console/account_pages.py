"""Account pages: no cache keeps one, and one on the way to a client says so, and may lead its form there."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

from oauth_server.protocol.endpoints.pages import let_form_lead_to
from oauth_server.protocol.services import stored_requests
from oauth_server.protocol.services.stored_requests import Destination


class AccountPagesMiddleware:
    """Adds the one validated redirect origin to the Content-Security-Policy of a page whose `next` leads to a stored
    authorization request, for Chromium holds a form's whole redirect chain to `form-action`; every other page keeps
    'self' (decision 0041)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; leave everything but account pages as it is."""
        if not request.path.startswith("/accounts/"):
            return self.get_response(request)
        destination: Any = SimpleLazyObject(partial(_destination, request))
        request.on_the_way = destination  # type: ignore[attr-defined] # - read by the sign-in page, looked up at most once
        response = self.get_response(request)
        add_never_cache_headers(response)
        if response.status_code == 200 and destination:
            return let_form_lead_to(response, destination.source)
        return response


def _destination(request: HttpRequest) -> Destination | None:
    target = request.POST.get("next") or request.GET.get("next", "")
    try:
        parts = urlsplit(target)
        references = parse_qs(parts.query).get("request_uri", [])
    except ValueError:
        return None
    if parts.netloc or parts.path != reverse("oauth2_provider:authorize") or len(references) != 1:
        return None
    return stored_requests.destination_of(references[0])
