"""Which language and theme a page has; programs are answered in English, whatever they accept."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from accounts.services import languages
from oauth_server.console import themes
from oauth_server.console.ui_locales import keep_wish, wish_of

PROGRAMS: Final = ("/api/", "/api-token-auth/", "/mcp", "/.well-known/", "/o/", "/logos/", "/live", "/ready")
PEOPLE: Final = ("/o/authorize/", "/o/logout/", "/o/device/")
"""Of those, the addresses that people open."""


def is_for_people(path: str) -> bool:
    """Return whether what stands at a path is read by people."""
    return path.startswith(PEOPLE) or not path.startswith(PROGRAMS)


class LanguageMiddleware:
    """Chooses by the browser alone, before anything can fail; a page is never kept for another reader."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language."""
        if not is_for_people(request.path):
            translation.activate(languages.SOURCE)
            return self.get_response(request)
        translation.activate(languages.of_browser(request, wish=wish_of(request)))
        themes.show(request, themes.of_browser(request))
        response = self.get_response(request)
        keep_wish(request, response)
        if response.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Language", translation.get_language())
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
            if not response.has_header("Cache-Control"):
                add_never_cache_headers(response)
        return response


class PersonLanguageMiddleware:
    """Turns to what the person chose who is signed in; no statement is spent where the browser has no session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language of the person."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and is_for_people(request.path):
            user = request.user
            if user.is_authenticated:
                if chosen := languages.supported(user.locale):
                    translation.activate(chosen)
                if user.theme:
                    themes.show(request, user.theme)
        return self.get_response(request)
