"""The introspection endpoint: RFC 7662, for the resource servers that are registered to ask; signed by RFC 9701."""

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from oauthlib.oauth2.rfc6749.errors import UnauthorizedClientError

from oauth_server.protocol import standing
from oauth_server.protocol.client_authentication import prove, recognise
from oauth_server.protocol.endpoints.json_answers import form_endpoint, no_store, no_store_signed
from oauth_server.protocol.models.client import Client
from oauth_server.protocol.scopes import wire
from oauth_server.protocol.standing import Standing
from oauth_server.protocol.strict_form import Form
from oauth_server.protocol.tokens import jws
from oauth_server.protocol.tokens.subject import is_pairwise, sid_for
from oauth_server.vocabulary import MediaType, SigningAlgorithm, TokenType

JSON: Final = "application/json"
SIGNED: Final = f"application/{MediaType.INTROSPECTION}"


@form_endpoint
def introspect(request: HttpRequest, form: Form, received_at: datetime) -> HttpResponse:
    """Say what a token is worth to a confidential client that introspects its audience; else `active` is false."""
    presented = recognise(request, form)
    value = form.required("token")
    asker, found = standing.for_asker(presented.client_id, value)
    client = prove(presented, asker)
    if client.is_public or not client.introspects:
        raise UnauthorizedClientError(description="The client may not introspect tokens.", status_code=403)
    if found is None or not _is_for(client, found, form) or found.problem(received_at):
        return _answer(request, client, {"active": False}, received_at)
    return _answer(request, client, _members(found), received_at)


def _answer(request: HttpRequest, client: Client, members: dict[str, Any], now: datetime) -> HttpResponse:
    """Return JSON, or the same signed for the asker where it asks so or is registered so (RFC 9701 section 5)."""
    if not client.introspection_signed_response_alg and request.get_preferred_type([JSON, SIGNED]) != SIGNED:
        return no_store(members)
    algorithm = SigningAlgorithm(client.introspection_signed_response_alg or SigningAlgorithm.RS256)
    claims = {
        "iss": settings.ISSUER,
        "aud": client.client_id,
        "iat": int(now.timestamp()),
        "token_introspection": members,
    }
    signed = jws.sign(claims, typ=MediaType.INTROSPECTION, algorithm=algorithm)
    return no_store_signed(signed, SIGNED)


def _is_for(client: Client, found: Standing, form: Form) -> bool:
    """Whether the asker answers for the audience. A refresh token is named only to who asks for one by its hint, so
    that no resource server takes it for an access token."""
    if found.token_type == TokenType.REFRESH_TOKEN and form.get("token_type_hint") != TokenType.REFRESH_TOKEN:
        return False
    return found.audience in client.introspects


def _members(found: Standing) -> dict[str, Any]:
    """Return what is true of a token that stands (RFC 7662 section 2.2, RFC 9449 section 6.2, RFC 9470 section 6.2).

    The user name, which is the same for all, would undo a pairwise subject."""
    family = found.family
    members: dict[str, Any] = {
        "active": True,
        "scope": wire(found.scope),
        "client_id": found.client_id,
        "username": family.user.username if family and not is_pairwise(found) else None,
        "token_type": _token_type(found),
        "exp": int(found.expires.timestamp()),
        "iat": int(found.issued.timestamp()),
        "nbf": int(found.issued.timestamp()),
        "sub": found.subject,
        "aud": found.audience,
        "iss": settings.ISSUER,
        "jti": str(found.jti) if found.jti else None,
        "sid": sid_for(family.sid, family.user, found) if family and family.sid else None,
        "auth_time": int(family.auth_time.timestamp()) if family and family.auth_time else None,
        "acr": family.acr or None if family else None,
        "amr": list(family.amr) or None if family else None,
        "cnf": {"jkt": found.jkt} if found.jkt else None,
        "act": found.actor,
        "may_act": found.may_act,
    }
    return {name: value for name, value in members.items() if value is not None}


def _token_type(found: Standing) -> TokenType:
    if found.token_type == TokenType.REFRESH_TOKEN:
        return found.token_type
    return TokenType.DPOP if found.jkt else TokenType.BEARER
