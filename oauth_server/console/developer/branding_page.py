"""The third tab: how people see the application when they are asked to agree."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from oauth_server.console.developer.access import developer, developer_page, of_mine
from oauth_server.console.developer.branding_form import BrandingForm, LogoForm
from oauth_server.console.developer.changes import say, say_unverified
from oauth_server.console.developer.refusals import put_beside
from oauth_server.console.developer.tabs import tab
from oauth_server.protocol.logo_image import LARGEST
from oauth_server.protocol.models import Application
from oauth_server.protocol.services import client_logos, own_clients


@developer_page
def branding_page(request: HttpRequest, client_id: str) -> HttpResponse:
    """Show how it looks, or change it."""
    application = of_mine(request, client_id)
    act = ACTIONS.get(request.POST.get("action", "")) if request.method == "POST" else None
    if act is None:
        return _show(request, application)
    try:
        return act(request, application)
    except Application.DoesNotExist:
        raise Http404 from None


def _show(request: HttpRequest, application: Application, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "form": BrandingForm(application=application),
        "logo_form": LogoForm(),
        "logo": client_logos.address_of(application),
        **more,
    }
    return tab(request, "developer/branding.html", application, context, status=status)


def _keep(request: HttpRequest, application: Application) -> HttpResponse:
    form = BrandingForm(request.POST, application=application)
    if form.is_valid():
        try:
            changed = own_clients.change(application=application, owner=developer(request), columns=form.columns())
        except ValidationError as refused:
            put_beside(form, refused)
        else:
            say(request, changed)
            return redirect("developer_branding", application.client_id)
    return _show(request, application, status=400, form=form)


def _upload(request: HttpRequest, application: Application) -> HttpResponse:
    form = LogoForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            vouched = application.hosts_verified
            # One byte more than is kept, so that a larger one is refused without being read.
            client_logos.keep(application, form.cleaned_data["picture"].read(LARGEST + 1), by=developer(request))
        except client_logos.LogoRefused as refused:
            form.add_error("picture", str(refused))
        else:
            messages.success(request, _("The picture is shown from now on."))
            _say_if_unverified(request, application, vouched=vouched)
            return redirect("developer_branding", application.client_id)
    return _show(request, application, status=400, logo_form=form)


def _drop(request: HttpRequest, application: Application) -> HttpResponse:
    vouched = application.hosts_verified
    client_logos.drop(application, by=developer(request))
    messages.success(request, _("The picture is shown no longer."))
    _say_if_unverified(request, application, vouched=vouched)
    return redirect("developer_branding", application.client_id)


def _say_if_unverified(request: HttpRequest, application: Application, *, vouched: bool) -> None:
    if vouched and not application.hosts_verified:
        say_unverified(request)


ACTIONS: Final[Mapping[str, Callable[[HttpRequest, Application], HttpResponse]]] = {
    "branding": _keep,
    "logo": _upload,
    "no_logo": _drop,
}
