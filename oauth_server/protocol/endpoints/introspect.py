"""The introspection endpoint: RFC 7662, for the resource servers that are registered to ask, one statement."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from oauthlib.oauth2.rfc6749.errors import UnauthorizedClientError

from oauth_server.protocol import standing
from oauth_server.protocol.client_authentication import prove, recognise
from oauth_server.protocol.endpoints.json_answers import form_endpoint, no_store
from oauth_server.protocol.models.client import Client
from oauth_server.protocol.standing import Standing
from oauth_server.protocol.strict_form import Form
from oauth_server.vocabulary import TokenType


@form_endpoint
def introspect(request: HttpRequest, form: Form, received_at: datetime) -> JsonResponse:
    """Say what a token is worth to a confidential client that introspects its audience; else `active` is false."""
    presented = recognise(request, form)
    value = form.required("token")
    asker, found = standing.for_asker(presented.client_id, value)
    client = prove(presented, asker)
    if client.is_public or not client.introspects:
        raise UnauthorizedClientError(description="The client may not introspect tokens.", status_code=403)
    if found is None or not _is_for(client, found, form) or found.problem(received_at):
        return no_store({"active": False})
    return no_store(_members(found))


def _is_for(client: Client, found: Standing, form: Form) -> bool:
    """Whether the asker answers for the audience. A refresh token is named only to who asks for one by its hint, so
    that no resource server takes it for an access token."""
    if found.token_type == TokenType.REFRESH_TOKEN and form.get("token_type_hint") != TokenType.REFRESH_TOKEN:
        return False
    return found.audience in client.introspects


def _members(found: Standing) -> dict[str, Any]:
    family = found.family
    members = {
        "active": True,
        "scope": " ".join(sorted(found.scope)),
        "client_id": found.client_id,
        "username": family.user.username if family else None,
        "token_type": TokenType.BEARER if found.token_type == TokenType.ACCESS_TOKEN else found.token_type,
        "exp": int(found.expires.timestamp()),
        "iat": int(found.issued.timestamp()),
        "nbf": int(found.issued.timestamp()),
        "sub": str(family.user.subject) if family else found.client_id,
        "aud": found.audience,
        "iss": settings.ISSUER,
        "jti": str(found.jti) if found.jti else None,
        "sid": str(family.sid) if family and family.sid else None,
    }
    return {name: value for name, value in members.items() if value is not None}
