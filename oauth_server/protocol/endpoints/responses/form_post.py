"""The response as a form that the browser posts to the redirect URI (OAuth 2.0 Form Post Response Mode section 2)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from oauth_server.protocol.services.authorization_request import AuthorizationRequest
from oauth_server.protocol.services.redirect_uris import host, origin


def deliver(request: HttpRequest, asked: AuthorizationRequest, parameters: dict[str, str]) -> HttpResponse:
    """Return the page that posts itself; without JavaScript its button does. Its form leads to the client alone."""
    context = {
        "action": asked.redirect_uri,
        "parameters": parameters,
        "client_name": asked.client.name or asked.client.client_id,
        "redirect_host": host(asked.redirect_uri),
    }
    response = render(request, "oauth/form_post.html", context)
    response._csp_replace = {"form-action": [origin(asked.redirect_uri)]}  # type: ignore[attr-defined] # - read by django-csp
    return response
