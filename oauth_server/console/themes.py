"""Light, dark, or as the browser has it: an attribute of the page, there before anything is drawn."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

AS_BROWSER: Final = ""
NAMES: Final = {"light": _("Light"), "dark": _("Dark"), AS_BROWSER: _("As the browser")}


def cookie_name() -> str:
    """Return the name of the cookie in which a browser keeps its theme."""
    return "__Host-theme" if settings.SESSION_COOKIE_SECURE else "theme"


def of_browser(request: HttpRequest) -> str:
    """Return the theme that the browser keeps; anything else is none."""
    kept = request.COOKIES.get(cookie_name(), AS_BROWSER)
    return kept if kept in NAMES else AS_BROWSER


def show(request: HttpRequest, theme: str) -> None:
    """Let the page that answers have a theme."""
    request.theme = theme  # type: ignore[attr-defined]  # - read by `shown` when the page is rendered


def shown(request: HttpRequest) -> str:
    """Return the theme of the page that answers, without reading anything."""
    return str(getattr(request, "theme", AS_BROWSER))
