"""The list of one's own applications: name, kind and state of each, or what to do where there are none."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from oauth_server.console.developer.access import developer_page, mine
from oauth_server.console.developer.kinds import kind_of
from oauth_server.console.developer.states import state_of
from oauth_server.console.paging import page_of


@developer_page
def applications(request: HttpRequest) -> HttpResponse:
    """Show them, the newest first."""
    page = page_of(mine(request).order_by("-created", "-pk"), request)
    rows = [{"application": one, "kind": kind_of(one), "state": state_of(one)} for one in page]
    return render(request, "developer/applications.html", {"page": page, "rows": rows})
