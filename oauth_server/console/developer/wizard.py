"""Registering an application: which kind it is, a few questions, and the credentials shown once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.services.recent_sign_in import ask_again_unless_recent
from oauth_server.console.developer.access import developer, developer_page
from oauth_server.console.developer.hindrances import in_words
from oauth_server.console.developer.kinds import KINDS
from oauth_server.console.developer.refusals import put_beside
from oauth_server.console.developer.tabs import address_after_registration
from oauth_server.console.developer.wizard_form import WizardForm, kinds_offered
from oauth_server.protocol.models import DeveloperPolicy
from oauth_server.protocol.services.developer_registration import (
    Hindrance,
    MayNotRegister,
    Registered,
    hindrance_for,
    register_own,
)
from oauth_server.vocabulary import ClientPreset


@developer_page
def new(request: HttpRequest) -> HttpResponse:
    """Let the person choose a kind, or say why they may not register anything."""
    hindrance = hindrance_for(developer(request), DeveloperPolicy.current())
    if hindrance is not None:
        return _not_yours(request, hindrance)
    return render(request, "developer/new.html", {"kinds": [KINDS[kind] for kind in kinds_offered()]})


@developer_page
def wizard(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask what a kind needs, register the application, show its credentials this once."""
    if kind not in set(ClientPreset):
        raise Http404
    preset, owner = ClientPreset(kind), developer(request)
    hindrance = hindrance_for(owner, DeveloperPolicy.current())
    if hindrance is not None:
        return _not_yours(request, hindrance)
    ask_again_unless_recent(request, forgets=("jwks",))  # somebody may have pasted a private one
    form = WizardForm(request.POST if request.method == "POST" else None, preset=preset, owner=owner)
    if request.method == "POST" and not form.asks_for_row() and form.is_valid():
        try:
            return _done(request, register_own(owner=owner, registration=form.registration()))
        except ValidationError as refused:
            put_beside(form, refused)
        except MayNotRegister as refused:
            return _not_yours(request, refused.hindrance, retry_after=refused.retry_after)
    return _ask(request, form, preset)


def _ask(request: HttpRequest, form: WizardForm, preset: ClientPreset) -> HttpResponse:
    scopes: Any = form.fields["scopes"]
    context = {
        "form": form,
        "kind": KINDS[preset],
        "stricter": KINDS[ClientPreset.FAPI] if preset == ClientPreset.WEB else None,
        "scopes": scopes.described(form["scopes"].value()),
    }
    return render(request, "developer/wizard.html", context, status=400 if form.errors else 200)


def _done(request: HttpRequest, made: Registered) -> HttpResponse:
    """Show the secret in the answer to this very form, or lead on where there is none."""
    after = address_after_registration(made.application)
    if made.secret is None:
        messages.success(request, _("The application is registered."))
        return redirect(after)
    context = {"application": made.application, "secret": made.secret, "after": after}
    return render(request, "developer/registered.html", context, status=201)


def _not_yours(request: HttpRequest, hindrance: Hindrance, *, retry_after: int = 0) -> HttpResponse:
    context = {"title": _("You cannot register an application"), "reason": in_words(hindrance), "hindrance": hindrance}
    response = render(request, "developer/not_yours.html", context, status=429 if retry_after else 403)
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response
