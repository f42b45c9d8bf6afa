"""The areas of the site, as the head of every page leads to them."""

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Area:
    """One area: its words, the URL name it leads to, and how the paths of its pages begin.

    `signed_in`, `staff`: who is led there; the pages themselves decide who gets in.
    """

    title: str | Promise
    leads_to: str
    below: tuple[str, ...]
    signed_in: bool = True
    staff: bool = False

    def is_for(self, user: Any) -> bool:
        """Return whether the area is of use to somebody."""
        return (not self.signed_in or user.is_authenticated) and (not self.staff or user.is_staff)


AREAS: Final = (
    Area(_("Account"), "account_profile", ("/account/", "/accounts/")),
    Area(_("Developer"), "developer", ("/developer/",)),
    Area(_("Documentation"), "docs", ("/docs/",), signed_in=False),
    Area(_("Administration"), "admin:index", ("/admin/",), staff=True),
)
"""In this order."""


def areas_for(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the areas for whoever asks, each with its address and whether the page lies in it."""
    return [
        {"title": area.title, "address": reverse(area.leads_to), "current": request.path.startswith(area.below)}
        for area in AREAS
        if area.is_for(request.user)
    ]
