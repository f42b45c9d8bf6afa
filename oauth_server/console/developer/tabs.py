"""The tabs of one application: each page that works has its line here, and is shown by `tab`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from oauth_server.console.developer.kinds import kind_of
from oauth_server.console.developer.states import state_of
from oauth_server.protocol.models import Application


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its words, and the URL name of its page, which takes `client_id`."""

    title: str | Promise
    leads_to: str


TABS: Final[tuple[Tab, ...]] = (
    Tab(_("Settings"), "developer_settings"),
    Tab(_("Credentials"), "developer_credentials"),
    Tab(_("Branding"), "developer_branding"),
    Tab(_("Scopes"), "developer_scopes"),
    Tab(_("Quickstart"), "developer_quickstart"),
    Tab(_("Activity"), "developer_activity"),
    Tab(_("Danger zone"), "developer_danger"),
)
"""In this order."""


def tab(
    request: HttpRequest, template: str, application: Application, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """Return the page of a tab: `template` extends `developer/application.html` and fills its blocks `title`, `tab`."""
    addresses = [(one.title, address_of(one, application)) for one in TABS]
    # By path and not by name: what was posted before a sign-in had to be renewed comes back under another name.
    tabs = [{"title": title, "address": path, "current": path == request.path} for title, path in addresses]
    frame = {"application": application, "kind": kind_of(application), "state": state_of(application), "tabs": tabs}
    return render(request, template, {**frame, **context}, status=status)


def address_of(one: Tab, application: Application) -> str:
    """Return where a tab of this application is."""
    return reverse(one.leads_to, args=[application.client_id])


def address_after_registration(application: Application) -> str:
    """Return where a new application is shown first: its quickstart."""
    return reverse("developer_quickstart", args=[application.client_id])
