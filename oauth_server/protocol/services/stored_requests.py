"""Authorization requests carried by reference through sign-in and consent (the model of RFC 9126)."""

import secrets
from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from oauthlib.oauth2.rfc6749 import errors

from oauth_server.protocol.models import AuthorizationRequest as Row
from oauth_server.protocol.services import authorization_request, redirect_uris
from oauth_server.protocol.services.authorization_request import AuthorizationRequest
from oauth_server.protocol.tokens.digest import digest

PREFIX = "urn:ietf:params:oauth:request_uri:"
RequestRefused = errors.OAuth2Error
"""What `load` raises, for callers that know no oauthlib."""


def store(request: AuthorizationRequest, form: QueryDict) -> str:
    """Keep a validated request for settings.AUTHORIZATION_REQUEST_LIFETIME; return its request_uri."""
    reference = secrets.token_urlsafe(32)
    Row.objects.create(
        digest=digest(reference),
        application=request.client,
        parameters=list(form.lists()),
        expires=timezone.now() + settings.AUTHORIZATION_REQUEST_LIFETIME,
    )
    return PREFIX + reference


def load(request_uri: str, client_id: str | None = None) -> AuthorizationRequest:
    """Return the stored request, validated again as the client stands now.

    Raises errors.FatalClientError where it is unknown, expired, or of another client than `client_id`.
    """
    row = _find(request_uri)
    if row is None or (client_id is not None and row.application.client_id != client_id):
        raise errors.InvalidRequestFatalError(
            description="This sign-in took too long or was finished already. Start again at the application."
        )
    form = form_of(row)
    request = authorization_request.validated(authorization_request.addressed(form), form)
    decided = {} if row.decided_sid is None else {str(row.decided_sid): row.decided_scope}
    return replace(request, stored=row.pk, stored_at=row.created, decisions=decided)


def decide(request: AuthorizationRequest, *, sid: UUID, scope: str | None) -> None:
    """Keep what the person decided in this sign-in: the scope allowed, or None for a refusal."""
    Row.objects.filter(pk=request.stored).update(decided_sid=sid, decided_scope=scope)


def spend(request: AuthorizationRequest) -> bool:
    """Take the stored request away; return whether it was still there (used once)."""
    return request.stored == 0 or bool(Row.objects.filter(pk=request.stored).delete()[0])


def redirect_origin_of(request_uri: str) -> str | None:
    """Return the CSP source of the redirect URI of a stored request, for pages that lead back to it."""
    row = _find(request_uri)
    if row is None:
        return None
    try:
        return redirect_uris.origin(authorization_request.addressed(form_of(row)).redirect_uri)
    except errors.OAuth2Error:
        return None


def path_of(request_uri: str, client_id: str) -> str:
    """Return the path that continues a stored request."""
    query = urlencode({"client_id": client_id, "request_uri": request_uri})
    return f"{reverse('oauth2_provider:authorize')}?{query}"


def form_of(row: Row) -> QueryDict:
    """Return the parameters as the client sent them."""
    form = QueryDict(mutable=True)
    for name, values in row.parameters:
        form.setlist(name, values)
    return form


def _find(request_uri: str) -> Row | None:
    if not request_uri.startswith(PREFIX):
        return None
    found = Row.objects.filter(digest=digest(request_uri.removeprefix(PREFIX)), expires__gt=timezone.now())
    return found.select_related("application").first()
