"""The revocation endpoint: RFC 7009; a client ends its own tokens, both of a pair at once."""

from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, JsonResponse

from accounts.audit.record import AuditEventName, record
from oauth_server.protocol.client_authentication import authenticate
from oauth_server.protocol.endpoints.json_answers import form_endpoint, no_store
from oauth_server.protocol.models import AccessToken, Grant, RefreshToken, RevokedToken
from oauth_server.protocol.models.access_token import EndedAccessToken, tokens_ended
from oauth_server.protocol.models.client import Client
from oauth_server.protocol.strict_form import Form
from oauth_server.protocol.tokens import access_claims, access_token
from oauth_server.protocol.tokens.digest import digest
from oauth_server.protocol.tokens.refresh_token import RefreshTokenValue
from oauth_server.vocabulary import TokenRefused


@form_endpoint
def revoke(request: HttpRequest, form: Form, received_at: datetime) -> JsonResponse:
    """Answer 200 and an empty JSON object, whatever the token was worth (section 2.2); hints are not needed: the form
    tells the kind."""
    client = authenticate(request, form)
    value = form.required("token")
    with transaction.atomic():
        found = _ended(value, client, received_at)
        if found is not None and _end(found, received_at):
            told = {"grant": found.grant, "by_client": True}
            record(AuditEventName.TOKEN_REVOKED, person=found.person, client=client.client_id, detail=told)
    return no_store({})


def _end(found: EndedAccessToken, now: datetime) -> bool:
    """End what hangs on a token; return whether any of it was still good."""
    end = now + access_token.LONGEST
    ended = [RevokedToken.objects.revoke(token, expires=end) for token in found.tokens]
    if found.grant is not None:
        ended.append(Grant.objects.revoke(found.grant, now=now))
    return any(ended)


def _ended(value: str, client: Client, now: datetime) -> EndedAccessToken | None:
    if access_claims.is_jwt(value):
        return _of_jwt(value, client, now)
    return _of_refresh_token(value, client) or _of_opaque(value, client, now)


def _of_refresh_token(value: str, client: Client) -> EndedAccessToken | None:
    """Return what hangs on a refresh token of this client, of any generation."""
    presented = RefreshTokenValue.read(value)
    row = RefreshToken.objects.lock(presented.selector_digest) if presented else None
    if row is None or row.application != client.pk:
        return None
    return EndedAccessToken(row.family.grant, row.family.user.audit_key)


def _of_jwt(value: str, client: Client, now: datetime) -> EndedAccessToken | None:
    """Return the grant that a JWT of this client hangs on, though it came of another's by exchange: that ends too. One
    that hangs on no grant is ended with the machines' tokens that it came of, else alone."""
    try:
        claims = access_claims.read(value)
    except TokenRefused:
        return None
    if claims.client_id != client.client_id:
        return None
    if claims.chain is not None and not claims.is_of(now):
        return None
    tokens = tokens_ended(claims.grant, claims.jti, claims.chain)
    person = claims.grant and Grant.objects.owner(claims.grant)
    if person:
        return EndedAccessToken(claims.grant, person, tokens)
    return EndedAccessToken(None, None, tokens) if claims.is_of(now) else None


def _of_opaque(value: str, client: Client, now: datetime) -> EndedAccessToken | None:
    """End the access token of this client, and return what hangs on it."""
    return AccessToken.objects.revoke(checksum=digest(value), application=client.pk, now=now)
