"""Answers 405 (RFC 9110 section 15.5.6) as a page where a browser asked; without it, it would show nothing."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, patch_vary_headers

HTML: Final = "text/html"


class MethodNotAllowedMiddleware:
    """Puts the error page where an answer 405 has no words of its own; its Allow stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, as a page where it must be and `Accept` names HTML."""
        response = self.get_response(request)
        wordless = isinstance(response, HttpResponseNotAllowed) and not response.content
        if not wordless or HTML not in request.headers.get("Accept", ""):
            return response
        page = render(request, "405.html", status=response.status_code)
        page["Allow"] = response["Allow"]
        patch_vary_headers(page, ["Accept"])
        add_never_cache_headers(page)
        return page
