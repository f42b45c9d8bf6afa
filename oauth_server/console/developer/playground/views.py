"""GET and POST /developer/playground/: build a request, look at what came of it, use the tokens, start over."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from oauth_server.console import own_endpoints
from oauth_server.console.developer.access import developer_page, mine
from oauth_server.console.developer.playground import answer, asked, state
from oauth_server.console.developer.playground import client as clients
from oauth_server.console.developer.playground.explained import explained
from oauth_server.protocol.models import Application
from oauth_server.protocol.services.posted_request import SeeOther
from oauth_server.vocabulary import SCOPES, CredentialKind, GrantType, Scope
from resources.policy import RESOURCES

USERINFO: Final = "oauth2_provider:user-info"
API: Final = tuple(
    rule.path
    for rule in RESOURCES
    if "GET" in rule.methods and "{id}" not in rule.path and CredentialKind.OAUTH2 in rule.demand("GET").kinds
)
"""What may be called: the lists and contents of the policy table."""
MOST: Final = 100
"""Applications that the list offers."""


@developer_page
def playground(request: HttpRequest) -> HttpResponse:
    """Show where the request stands, or do one step and come back."""
    if request.method == "POST":
        STEPS.get(request.POST.get("step", ""), _nothing)(request)
        return SeeOther(reverse("developer_playground"))
    kept = state.remembered(request)
    if not kept.get("parameters"):
        return render(request, "developer/playground/build.html", _form(request))
    return render(request, "developer/playground/request.html", _standing(kept))


def _form(request: HttpRequest) -> Mapping[str, Any]:
    applications = _usable(request)
    chosen = next((one for one in applications if one.client_id == request.GET.get("client")), None)
    client = chosen or clients.described()
    may = client.allowed_scopes
    return {
        "applications": applications,
        "client": client,
        "own": chosen is None,
        "walkable": clients.is_walkable(client),
        "callback": clients.callback(),
        "scopes": [
            {"name": name, "text": _(facts.text), "ticked": name in (Scope.OPENID, Scope.ACCOUNT_READ)}
            for name, facts in SCOPES.items()
            if name in may
        ],
        "choices": asked.CHOICES,
        "must_push": client.require_pushed_authorization_requests,
    }


def _standing(kept: Mapping[str, Any]) -> Mapping[str, Any]:
    client_id, tokens = str(kept["client_id"]), kept.get("tokens") or {}
    nonces = (str(kept["nonce"]), *([None] if kept.get("refreshed") else []))
    return {
        "kept": kept,
        "parameters": asked.in_words(kept["parameters"]),
        "tokens": explained(tokens, client_id=client_id, nonces=nonces),
        "refreshable": "refresh_token" in tokens,
        "paths": API,
        "curl": _curl(kept) if kept.get("pastes") else "",
    }


def _build(request: HttpRequest) -> None:
    wanted = request.POST.get("client", "")
    client = clients.own_client()
    if wanted != clients.CLIENT_ID:
        found = next((one for one in _usable(request) if one.client_id == wanted), None)
        if found is None:
            return
        client = found
    if not client.enabled:
        messages.error(request, _("An administrator has disabled the playground's own client."))
        return
    state.forget(request)
    pushed = request.POST.get("par") == "on"
    state.remember(request, **asked.begun(request, client, asked.typed(request.POST, client), pushed=pushed))


def _call(request: HttpRequest) -> None:
    path = request.POST.get("path", "")
    known = {*API, reverse(USERINFO)}
    kept = state.remembered(request)
    token = (kept.get("tokens") or {}).get("access_token")
    if token and path in known:
        said = own_endpoints.get(request, path, token=str(token)).as_kept()
        state.remember(request, call={"path": path, **said})


def _refresh(request: HttpRequest) -> None:
    token = (state.remembered(request).get("tokens") or {}).get("refresh_token")
    if token and answer.get_tokens(request, grant_type=GrantType.REFRESH_TOKEN, refresh_token=str(token)):
        state.remember(request, refreshed=True)
        messages.success(request, _("The refresh token was exchanged for new tokens; the old one is used up."))


def _revoke(request: HttpRequest) -> None:
    if _ended(request):
        state.remember(request, revoked=True)
        messages.success(request, _("The tokens are revoked: call the API again, and see it refuse them."))


def _start_over(request: HttpRequest) -> None:
    _ended(request)
    state.forget(request)


def _ended(request: HttpRequest) -> bool:
    """Revoke what the playground holds; return whether it held anything."""
    kept = state.remembered(request)
    tokens = kept.get("tokens") or {}
    token = tokens.get("refresh_token") or tokens.get("access_token")
    if token:
        form = {"client_id": str(kept["client_id"]), "token": str(token)}
        own_endpoints.post(request, reverse("oauth2_provider:revoke-token"), form)
    return bool(token)


def _nothing(request: HttpRequest) -> None:
    """Do nothing: no button of the page says this."""


def _usable(request: HttpRequest) -> list[Application]:
    """Return one's applications that send people to the authorization endpoint, the newest first."""
    found = mine(request).filter(enabled=True, grant_types__contains=GrantType.AUTHORIZATION_CODE).order_by("-pk")
    return [one for one in found[:MOST] if one.redirect_uris]


def _curl(kept: Mapping[str, Any]) -> str:
    """Return how the client itself exchanges the code, with its secret in its own environment."""
    redirect_uri = quote(str(kept["parameters"]["redirect_uri"]), safe="")
    return (
        f"curl {settings.ISSUER}{reverse('oauth2_provider:token')} -u '{kept['client_id']}:'\"$CLIENT_SECRET\" \\\n"
        f"  -d grant_type=authorization_code -d 'redirect_uri={redirect_uri}' \\\n"
        f'  -d code_verifier={kept["verifier"]} -d "code=$CODE"'
    )


STEPS: Final[Mapping[str, Callable[[HttpRequest], None]]] = {
    "build": _build,
    "call": _call,
    "refresh": _refresh,
    "revoke": _revoke,
    "start-over": _start_over,
}
"""By the button that was pressed."""
