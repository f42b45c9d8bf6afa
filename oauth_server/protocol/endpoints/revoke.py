"""The revocation endpoint: RFC 7009; a client ends its own tokens, both of a pair at once."""

from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, JsonResponse

from accounts.audit.record import AuditEventName, record
from oauth_server.protocol.client_authentication import authenticate
from oauth_server.protocol.endpoints.json_answers import form_endpoint, no_store
from oauth_server.protocol.models import AccessToken, Grant, RefreshToken
from oauth_server.protocol.models.access_token import EndedAccessToken
from oauth_server.protocol.models.client import Client
from oauth_server.protocol.strict_form import Form
from oauth_server.protocol.tokens.digest import digest
from oauth_server.protocol.tokens.refresh_token import RefreshTokenValue


@form_endpoint
def revoke(request: HttpRequest, form: Form, received_at: datetime) -> JsonResponse:
    """Answer 200 and an empty JSON object, whatever the token was worth (section 2.2); hints are not needed."""
    client = authenticate(request, form)
    value = form.required("token")
    with transaction.atomic():
        found = _of_refresh_token(value, client) or _of_access_token(value, client, received_at)
        if found is not None and (found.grant is None or Grant.objects.revoke(found.grant, now=received_at)):
            told = {"grant": found.grant, "by_client": True}
            record(AuditEventName.TOKEN_REVOKED, person=found.person, client=client.client_id, detail=told)
    return no_store({})


def _of_refresh_token(value: str, client: Client) -> EndedAccessToken | None:
    """Return what hangs on a refresh token of this client, of any generation."""
    presented = RefreshTokenValue.read(value)
    row = RefreshToken.objects.lock(presented.selector_digest) if presented else None
    if row is None or row.application != client.pk:
        return None
    return EndedAccessToken(row.family.grant, row.family.user.audit_key)


def _of_access_token(value: str, client: Client, now: datetime) -> EndedAccessToken | None:
    """End the access token of this client, and return what hangs on it."""
    return AccessToken.objects.revoke(checksum=digest(value), application=client.pk, now=now)
