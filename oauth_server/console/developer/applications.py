"""The list of one's own applications: name, kind and state of each, or what to do where there are none."""

from typing import Any, Final

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from oauth_server.console import finding
from oauth_server.console.developer.access import developer, developer_page, mine
from oauth_server.console.developer.hindrances import in_words
from oauth_server.console.developer.kinds import kind_of
from oauth_server.console.developer.states import state_of
from oauth_server.console.paging import page_of
from oauth_server.protocol.models import Application, DeveloperPolicy
from oauth_server.protocol.services import client_logos
from oauth_server.protocol.services.developer_registration import hindrance_for

MANY: Final = 5
"""From here on a name is looked for by typing a part of it."""


@developer_page
def applications(request: HttpRequest) -> HttpResponse:
    """Show them, the newest first, or those that the query looks for."""
    wanted = finding.wanted(request)
    found = mine(request).select_related("logo").order_by("-created", "-pk")
    page = page_of(found.filter(Q(name__icontains=wanted) | Q(client_id=wanted)) if wanted else found, request)
    hindrance = hindrance_for(developer(request), DeveloperPolicy.current())
    context = {
        "page": page,
        "wanted": wanted,
        "searchable": bool(wanted) or page.paginator.count >= MANY,
        "rows": [_row(application) for application in page],
        "hindrance": in_words(hindrance) if hindrance else "",
    }
    return render(request, "developer/applications.html", context)


def _row(application: Application) -> dict[str, Any]:
    return {
        "application": application,
        "kind": kind_of(application),
        "state": state_of(application),
        "logo": client_logos.address_of(application),
    }
