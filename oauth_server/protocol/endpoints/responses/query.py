"""The response in the query of the redirect URI (RFC 6749 section 4.1.2, JARM section 2.3.1)."""

from django.http import HttpRequest, HttpResponse

from oauth_server.protocol.services.authorization_request import AuthorizationRequest
from oauth_server.protocol.services.redirect_uris import with_parameters


def deliver(request: HttpRequest, asked: AuthorizationRequest, parameters: dict[str, str]) -> HttpResponse:
    """Return the redirect; its scheme may be a native application's own."""
    response = HttpResponse(status=302)
    response["Location"] = with_parameters(asked.redirect_uri, parameters)
    return response
