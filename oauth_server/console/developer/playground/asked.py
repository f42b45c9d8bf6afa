"""The authorization request that the playground builds from its form, each parameter explained."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import Promise

from oauth_server.console import own_endpoints
from oauth_server.console.developer.playground import client as clients
from oauth_server.console.developer.playground.parameters import PARAMETERS
from oauth_server.protocol.models import Application
from oauth_server.protocol.tokens.jws import base64url
from oauth_server.vocabulary import SCOPES, Acr, Prompt, ResponseMode

LONGEST: Final = 2_000
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "prompt": tuple(Prompt),
    "acr_values": tuple(Acr),
    "response_mode": (ResponseMode.QUERY, ResponseMode.FORM_POST, ResponseMode.QUERY_JWT),
    "resource": (settings.API_RESOURCE, settings.MCP_RESOURCE),
}
"""What the form offers beside leaving the parameter out."""
TYPED: Final = ("max_age", "claims")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a request, what it means, and which section says so."""

    name: str
    value: str
    meaning: str | Promise
    section: str


def typed(posted: QueryDict, client: Application) -> dict[str, str]:
    """Return the parameters that the form chose, each one that it offers, and bounded; the rest is the server's to
    judge, whose refusals are what a playground is for."""
    may = client.allowed_scopes
    scope = [name for name in SCOPES if name in may and name in posted.getlist("scope")]
    chosen = {"scope": " ".join(scope)}
    chosen |= {name: posted.get(name, "") for name, offered in CHOICES.items() if posted.get(name) in offered}
    chosen |= {name: posted.get(name, "").strip()[:LONGEST].replace("\x00", "") for name in TYPED}
    return {name: value for name, value in chosen.items() if value}


def begun(request: HttpRequest, client: Application, chosen: Mapping[str, str], *, pushed: bool) -> dict[str, Any]:
    """Return a new request as the session keeps it: its parameters, address, and what its answer is held to."""
    verifier, state, nonce = (secrets.token_urlsafe(32) for _ in range(3))
    parameters = {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": clients.redirect_uri_of(client),
        **chosen,
        "state": state,
        "nonce": nonce,
        "code_challenge": base64url(hashlib.sha256(verifier.encode()).digest()),
        "code_challenge_method": "S256",
    }
    walkable = clients.is_walkable(client)
    kept = {"client_id": client.client_id, "verifier": verifier, "state": state, "nonce": nonce, "walkable": walkable}
    kept["pastes"] = clients.is_pasteable(client)
    must_push, must_sign = client.require_pushed_authorization_requests, client.require_signed_request_object
    if not walkable and (must_push or must_sign):
        return {**kept, "parameters": parameters}  # to push or to sign it needs the client's own secret or key
    sent = parameters
    if walkable and (pushed or must_push):
        answer = own_endpoints.post(request, reverse("oauth2_provider:pushed-authorization-request"), parameters)
        kept["pushed"] = answer.as_kept()
        if not answer.is_good:
            return {**kept, "parameters": parameters}
        sent = {"client_id": client.client_id, "request_uri": str(answer.said["request_uri"])}
    url = f"{settings.ISSUER}{reverse('oauth2_provider:authorize')}?{urlencode(sent)}"
    return {**kept, "parameters": parameters, "url": url}


def in_words(parameters: Mapping[str, str]) -> list[Parameter]:
    """Return the parameters of a request with their meanings."""
    return [Parameter(name, value, *PARAMETERS[name]) for name, value in parameters.items() if name in PARAMETERS]
