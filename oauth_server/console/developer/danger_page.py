"""The last tab: ending all tokens, disabling, deleting; each for whoever proved to be there."""

from collections.abc import Callable, Mapping
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.services.recent_sign_in import ask_again_unless_recent
from oauth_server.console.developer.access import developer, developer_page, of_mine
from oauth_server.console.developer.tabs import tab
from oauth_server.protocol.models import Application
from oauth_server.protocol.services import own_clients


@developer_page
def danger_page(request: HttpRequest, client_id: str) -> HttpResponse:
    """Show the buttons, or do what one of them says."""
    application = of_mine(request, client_id)
    act = ACTIONS.get(request.POST.get("action", "")) if request.method == "POST" else None
    if act is None:
        return tab(request, "developer/danger.html", application, {})
    ask_again_unless_recent(request)
    return act(request, application)


def _end_tokens(request: HttpRequest, application: Application) -> HttpResponse:
    own_clients.end_tokens(application=application, owner=developer(request))
    messages.success(request, _("Every token of the application is refused from now on."))
    return redirect("developer_danger", application.client_id)


def _disable(request: HttpRequest, application: Application) -> HttpResponse:
    if own_clients.pause(application=application, owner=developer(request)):
        messages.success(request, _("The application is disabled, and every token of it is refused."))
    return redirect("developer_danger", application.client_id)


def _enable(request: HttpRequest, application: Application) -> HttpResponse:
    if own_clients.resume(application=application, owner=developer(request)):
        messages.success(request, _("The application is enabled. People sign in to it anew."))
    else:
        messages.error(request, _("Only an administrator can enable this application."))
    return redirect("developer_danger", application.client_id)


def _delete(request: HttpRequest, application: Application) -> HttpResponse:
    typed = " ".join(request.POST.get("name", "").split())
    if typed != " ".join((application.name or application.client_id).split()):
        error = _("This is not the name of the application. Nothing was deleted.")
        return tab(request, "developer/danger.html", application, {"error": error, "typed": typed}, status=400)
    own_clients.delete(application=application, owner=developer(request))
    messages.success(request, _("The application is deleted, and everything that it held is refused."))
    return redirect("developer")


ACTIONS: Final[Mapping[str, Callable[[HttpRequest, Application], HttpResponse]]] = {
    "end_tokens": _end_tokens,
    "disable": _disable,
    "enable": _enable,
    "delete": _delete,
}
