"""The first tab of an application: addresses, tokens, and how strictly its requests are held."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.services.recent_sign_in import ask_again_unless_recent
from oauth_server.console.developer.access import developer, developer_page, of_mine
from oauth_server.console.developer.changes import say
from oauth_server.console.developer.refusals import put_beside
from oauth_server.console.developer.settings_form import SettingsForm
from oauth_server.console.developer.tabs import tab
from oauth_server.protocol.models import Application
from oauth_server.protocol.services import approval, own_clients

SENSITIVE = frozenset({"redirect_uris", "post_logout_redirect_uris", "allowed_origins", "backchannel_logout_uri"})
"""Where people and their tokens go: whoever changes it proves to be there."""


@developer_page
def settings_page(request: HttpRequest, client_id: str) -> HttpResponse:
    """Show the settings, or keep them."""
    application = of_mine(request, client_id)
    if request.POST.get("action") == "ask_again":
        return _ask_for_approval(request, application)
    form = SettingsForm(request.POST if request.method == "POST" else None, application=application)
    if request.method == "POST" and not form.asks_for_row() and form.is_valid():
        if SENSITIVE & set(form.changed_data):
            ask_again_unless_recent(request)
        try:
            changed = own_clients.change(application=application, owner=developer(request), columns=form.columns())
        except ValidationError as refused:
            put_beside(form, refused)
        except Application.DoesNotExist:
            raise Http404 from None
        else:
            say(request, changed)
            return redirect("developer_settings", client_id)
    return tab(request, "developer/settings.html", application, {"form": form}, status=400 if form.errors else 200)


def _ask_for_approval(request: HttpRequest, application: Application) -> HttpResponse:
    try:
        approval.ask_again(application=application, by=developer(request))
    except approval.NotWaiting:
        messages.info(request, _("Nothing waits for an answer."))
    else:
        messages.success(request, _("An administrator looks at it again. You are told by e-mail."))
    return redirect("developer_settings", application.client_id)
