"""The second tab: the identifier, secrets shown once, two of them at most, or the public keys (RFC 7591 section 2)."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.services.notice_words import Notice
from accounts.services.notices import tell
from accounts.services.recent_sign_in import ask_again_unless_recent
from oauth_server.console.developer.access import developer, developer_page, of_mine
from oauth_server.console.developer.changes import say
from oauth_server.console.developer.credentials_form import KeysForm, SecretForm, may_use, uses_secret
from oauth_server.console.developer.refusals import put_beside
from oauth_server.console.developer.tabs import tab
from oauth_server.console.developer.trail import times_of
from oauth_server.protocol.models import Application
from oauth_server.protocol.services import client_secrets, own_clients
from oauth_server.vocabulary import ClientAuthMethod

TEMPLATE: Final = "developer/credentials.html"


@developer_page
def credentials_page(request: HttpRequest, client_id: str) -> HttpResponse:
    """Show what the application proves itself with, or change it, for whoever proved to be there."""
    application = of_mine(request, client_id)
    act = ACTIONS.get(request.POST.get("action", "")) if request.method == "POST" else None
    if act is None:
        return _show(request, application)
    ask_again_unless_recent(request, forgets=("jwks",))  # somebody may have pasted a private one
    try:
        return act(request, application)
    except Application.DoesNotExist:
        raise Http404 from None


def _show(request: HttpRequest, application: Application, *, status: int = 200, **more: Any) -> HttpResponse:
    now = timezone.now()
    older = application.older_secret_expires
    context = {
        "secret_form": SecretForm(),
        "keys_form": KeysForm(application=application),
        "uses_secret": uses_secret(application),
        "public": application.client_type == Application.CLIENT_PUBLIC,
        "may_use_secret": may_use(application, ClientAuthMethod.CLIENT_SECRET_BASIC),
        "older_ends": older if older is not None and older > now else None,
        "secret_ended": application.secret_expires is not None and application.secret_expires <= now,
        "times": times_of(application),
        **more,
    }
    return tab(request, TEMPLATE, application, context, status=status)


def _new_secret(request: HttpRequest, application: Application) -> HttpResponse:
    form = SecretForm(request.POST)
    if not form.is_valid():
        return _show(request, application, status=400, secret_form=form)
    ends = timezone.now() + form.days("ends") if form.cleaned_data["ends"] else None
    return _made(request, application, overlap=form.days("overlap"), expires=ends)


def _made(request: HttpRequest, application: Application, **choices: Any) -> HttpResponse:
    owner = developer(request)
    try:
        secret = client_secrets.rotate_secret(client_id=application.client_id, by=owner, **choices)
    except client_secrets.NoSecret:
        messages.error(request, _("This application uses no secret."))
        return redirect("developer_credentials", application.client_id)
    _mail(owner, application)
    application.refresh_from_db()
    return _show(request, application, secret=secret, status=201)


def _end_older(request: HttpRequest, application: Application) -> HttpResponse:
    if client_secrets.end_older_secret(client_id=application.client_id, by=developer(request)):
        messages.success(request, _("The older secret is refused from now on."))
    return redirect("developer_credentials", application.client_id)


def _keep_keys(request: HttpRequest, application: Application) -> HttpResponse:
    form = KeysForm(request.POST, application=application)
    if form.is_valid():
        try:
            changed = own_clients.change(application=application, owner=developer(request), columns=form.columns())
        except ValidationError as refused:
            put_beside(form, refused)
        else:
            if changed.columns:
                _mail(developer(request), application)
            say(request, changed)
            return redirect("developer_credentials", application.client_id)
    return _show(request, application, status=400, keys_form=form)


def _use_secret(request: HttpRequest, application: Application) -> HttpResponse:
    if uses_secret(application) or not may_use(application, ClientAuthMethod.CLIENT_SECRET_BASIC):
        messages.error(request, _("This kind of application uses no secret."))
        return redirect("developer_credentials", application.client_id)
    method = {"token_endpoint_auth_method": str(ClientAuthMethod.CLIENT_SECRET_BASIC)}
    own_clients.change(application=application, owner=developer(request), columns=method)
    return _made(request, application)


def _mail(owner: Any, application: Application) -> None:
    tell(Notice.APPLICATION_CREDENTIALS, user=owner, application=application.name or application.client_id)


ACTIONS: Final[Mapping[str, Callable[[HttpRequest, Application], HttpResponse]]] = {
    "new_secret": _new_secret,
    "end_older": _end_older,
    "keys": _keep_keys,
    "use_secret": _use_secret,
}
