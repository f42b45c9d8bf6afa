"""In which language somebody is spoken to: what the person chose, what the browser keeps or asks for."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_from_request, get_supported_language_variant

SOURCE: Final = "en"
"""The language that the sources are written in; programs are answered in it (RFC 6749 section 5.2: ASCII)."""
_LONGEST: Final = 35
"""Characters of a language tag that are looked at (RFC 5646 section 4.4.1)."""
_MOST: Final = 10


def supported(tag: str) -> str:
    """Return the language of settings.LANGUAGES that a tag means, such as de for de-AT; "" where there is none."""
    try:
        return get_supported_language_variant(tag[:_LONGEST])
    except (LookupError, ValueError):
        return ""


def first_supported(tags: str) -> str:
    """Return the first language of settings.LANGUAGES in `ui_locales`, tags with spaces between them, or ""."""
    return next(filter(None, map(supported, tags.split(" ", _MOST)[:_MOST])), "")


def of_browser(request: HttpRequest, *, wish: str = "") -> str:
    """Return the language for whoever is at a browser: its cookie, a `wish`, its Accept-Language, the default."""
    kept = supported(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
    return kept or wish or get_language_from_request(request)
