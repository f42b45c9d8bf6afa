"""What the frame of a page asks for: the areas of the site, the tabs of the account, the way back from an error."""

from typing import Any

from django import template
from django.urls import reverse

from oauth_server.console.account_tabs import TABS, Tab
from oauth_server.console.areas import areas_for
from oauth_server.console.errors import came_from

register = template.Library()


@register.simple_tag(takes_context=True)
def areas(context: template.Context) -> list[dict[str, Any]]:
    """Return the areas of the site for whoever reads, each with its address and whether it is the current one."""
    return areas_for(context["request"])


@register.simple_tag(takes_context=True)
def account_tabs(context: template.Context) -> list[dict[str, Any]]:
    """Return the tabs of the account area, each with its address, whether it is the current one, and its parts."""
    match = getattr(context.get("request"), "resolver_match", None)
    return [_shown(tab, getattr(match, "url_name", None) or "") for tab in TABS]


def _shown(tab: Tab, url_name: str) -> dict[str, Any]:
    return {
        "title": tab.title,
        "address": reverse(tab.leads_to),
        "current": tab.is_here(url_name),
        "parts": [_shown(part, url_name) for part in tab.parts if tab.is_here(url_name) and part.is_shown(url_name)],
    }


@register.simple_tag(takes_context=True)
def way_back(context: template.Context) -> str:
    """Return the address of our own page that led here, or ""."""
    return came_from(context["request"])
