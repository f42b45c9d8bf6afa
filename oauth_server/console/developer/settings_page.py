"""The first tab of an application: what it is registered as."""

from django.http import HttpRequest, HttpResponse

from oauth_server.console.developer.access import developer_page, of_mine
from oauth_server.console.developer.tabs import tab


@developer_page
def settings_page(request: HttpRequest, client_id: str) -> HttpResponse:
    """Show an application."""
    application = of_mine(request, client_id)
    return tab(request, "developer/settings.html", application, {})
