"""Authorization requests carried by reference: pushed by the client (RFC 9126), or kept while the person signs in and
consents (the same model). A reference is good until it is answered, once."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from oauthlib.oauth2.rfc6749 import errors

from accounts.services import guessing
from oauth_server.protocol.models import AuthorizationRequest as Row
from oauth_server.protocol.refusals import TooManyRequests
from oauth_server.protocol.services import authorization_request, redirect_uris
from oauth_server.protocol.services.authorization_request import AuthorizationRequest, Parameters, RequestRefused
from oauth_server.protocol.services.authorization_request.addressing import addressed
from oauth_server.protocol.tokens.digest import digest
from oauth_server.vocabulary import OAuthError

PREFIX = "urn:ietf:params:oauth:request_uri:"
COUNTER = "authorization_request"
MOST = 3000
"""Requests that are kept for one address in 15 minutes: of an office at nine in the morning, not of a flood of rows."""


class UnknownReference(errors.InvalidRequestFatalError):
    """A `request_uri` of ours that is not known, no longer good, or of another client."""

    error = OAuthError.INVALID_REQUEST_URI


@dataclass(frozen=True, slots=True)
class Destination:
    """Where somebody on the way goes on to: the client's name, and of its address the host and the CSP source."""

    client_name: str
    host: str
    source: str


def hold_to_numbers(address: str) -> None:
    """Count a request that anybody could send, before it is kept; raise TooManyRequests. One statement."""
    if not settings.ADDRESS_LIMITS:
        return
    try:
        guessing.spend(COUNTER, address, limit=MOST)
    except guessing.TooManyGuesses as refused:
        raise TooManyRequests(refused.retry_after) from None


def store(request: AuthorizationRequest, parameters: Parameters) -> str:
    """Keep a validated request for settings.AUTHORIZATION_REQUEST_LIFETIME; return its request_uri."""
    now = timezone.now()
    return _keep(request, parameters, opened=now, expires=now + settings.AUTHORIZATION_REQUEST_LIFETIME)


def push(request: AuthorizationRequest, parameters: Parameters, *, now: datetime) -> str:
    """Keep a validated request for settings.PUSHED_REQUEST_LIFETIME; return its request_uri (RFC 9126 section 2.2)."""
    return _keep(request, parameters, opened=None, expires=now + settings.PUSHED_REQUEST_LIFETIME, pushed=True)


def open_up(request: AuthorizationRequest) -> None:
    """Let a pushed request live on for settings.AUTHORIZATION_REQUEST_LIFETIME: a person has come with it, in time,
    and may have to sign in. Only the first coming counts."""
    now = timezone.now()
    expires = now + settings.AUTHORIZATION_REQUEST_LIFETIME
    Row.objects.filter(pk=request.stored, opened=None).update(opened=now, expires=expires)


def load(request_uri: str, client_id: str | None = None) -> AuthorizationRequest:
    """Return the stored request, validated again as the client stands now.

    Raises RequestRefused where it is unknown, expired, answered, or of another client than `client_id`.
    """
    row = _find(request_uri)
    if row is None or (client_id is not None and row.application.client_id != client_id):
        raise RequestRefused(
            UnknownReference(
                description="This sign-in took too long or was finished already. Start again at the application."
            )
        )
    if not row.application.enabled:
        raise RequestRefused(errors.InvalidClientIdError())
    asked = authorization_request.again(row.application, parameters_of(row), jkt=row.jkt, stored=row.pk)
    decided = {} if row.decided_sid is None else {str(row.decided_sid): row.decided_scope}
    return replace(asked, opened=row.opened, decisions=decided)


def decide(request: AuthorizationRequest, *, sid: UUID, scope: str | None) -> None:
    """Keep what the person decided in this sign-in: the scope allowed, or None for a refusal."""
    Row.objects.filter(pk=request.stored).update(decided_sid=sid, decided_scope=scope)


def spend(request: AuthorizationRequest) -> bool:
    """Take the stored request away; return whether it was still there. Of many at once one is told True."""
    return request.stored == 0 or bool(Row.objects.filter(pk=request.stored).delete()[0])


def destination_of(request_uri: str) -> Destination | None:
    """Return where a stored request leads, for pages on the way; None where it is no longer good."""
    row = _find(request_uri)
    if row is None:
        return None
    try:
        asked = addressed(row.application, parameters_of(row))
    except errors.OAuth2Error:
        return None
    name, address = asked.client.name or asked.client.client_id, asked.redirect_uri
    return Destination(name, redirect_uris.host(address), redirect_uris.origin(address))


def path_of(request_uri: str, client_id: str) -> str:
    """Return the path that continues a stored request."""
    query = urlencode({"client_id": client_id, "request_uri": request_uri})
    return f"{reverse('oauth2_provider:authorize')}?{query}"


def parameters_of(row: Row) -> Parameters:
    """Return the parameters that make the request."""
    return {name: values for name, values in row.parameters}  # noqa: C416 - a list of lists, as JSON has it


def _keep(
    request: AuthorizationRequest,
    parameters: Parameters,
    *,
    opened: datetime | None,
    expires: datetime,
    pushed: bool = False,
) -> str:
    reference = secrets.token_urlsafe(32)
    Row.objects.create(
        digest=digest(reference),
        application=request.client,
        parameters=[[name, list(values)] for name, values in parameters.items()],
        pushed=pushed,
        jkt=request.jkt,
        opened=opened,
        expires=expires,
    )
    return PREFIX + reference


def _find(request_uri: str) -> Row | None:
    if not request_uri.startswith(PREFIX):
        return None
    found = Row.objects.filter(digest=digest(request_uri.removeprefix(PREFIX)), expires__gt=timezone.now())
    return found.select_related("application").first()
