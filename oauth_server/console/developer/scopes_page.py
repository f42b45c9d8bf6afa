"""The fourth tab: what the application may ask people for, in words, and what an administrator has capped."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from oauth_server.console.developer.access import developer, developer_page, of_mine
from oauth_server.console.developer.changes import say
from oauth_server.console.developer.fields import ScopesField
from oauth_server.console.developer.refusals import put_beside
from oauth_server.console.developer.scopes_offered import least, offered
from oauth_server.console.developer.tabs import tab
from oauth_server.protocol.models import Application
from oauth_server.protocol.services import own_clients


class ScopesForm(forms.Form):
    """The scopes, and whether the person agrees to wait where some of them are looked at first."""

    agrees_to_wait = forms.BooleanField(
        required=False, label=_("I know that it gets no tokens until an administrator has looked at it")
    )

    def __init__(self, data: Any = None, *, application: Application, owner: Any) -> None:
        super().__init__(data, initial={"scopes": application.scopes})
        scopes = offered(application.preset, owner=owner, held=application.scopes)
        self.fields["scopes"] = ScopesField(scopes, least=least(application.preset))


@developer_page
def scopes_page(request: HttpRequest, client_id: str) -> HttpResponse:
    """Show the scopes, or keep what is ticked."""
    application, owner = of_mine(request, client_id), developer(request)
    form = ScopesForm(request.POST if request.method == "POST" else None, application=application, owner=owner)
    would_wait = False
    if request.method == "POST" and form.is_valid():
        agrees = form.cleaned_data["agrees_to_wait"]
        columns = {"scopes": form.cleaned_data["scopes"]}
        try:
            changed = own_clients.change(application=application, owner=owner, columns=columns, agrees_to_wait=agrees)
        except own_clients.WouldWait:
            would_wait = True
            form.add_error("agrees_to_wait", _("An administrator looks at these first. Tick this to let it wait."))
        except ValidationError as refused:
            put_beside(form, refused)
        except Application.DoesNotExist:
            raise Http404 from None
        else:
            say(request, changed)
            return redirect("developer_scopes", client_id)
    scopes: Any = form.fields["scopes"]
    described = scopes.described(form["scopes"].value(), capped=application.cap_scopes)
    context = {"form": form, "scopes": described, "would_wait": would_wait}
    return tab(request, "developer/scopes.html", application, context, status=400 if form.errors else 200)
