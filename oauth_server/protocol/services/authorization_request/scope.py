"""Scope and resource: what the token is for (RFC 6749 section 3.3, RFC 8707 section 2)."""

from dataclasses import replace

from oauth_server.protocol.protected_resources import audience_for
from oauth_server.protocol.scopes import granted_scope
from oauth_server.protocol.services.authorization_request.request import AuthorizationRequest


def scope(request: AuthorizationRequest) -> AuthorizationRequest:
    """Take the scope that the client may get, and the one resource that it belongs to."""
    client = request.client
    granted = granted_scope(request.parameters.get("scope"), client.allowed_scopes, withheld=client.withheld_scopes)
    return replace(request, scope=granted, audience=audience_for(request.resources, granted))
