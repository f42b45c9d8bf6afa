"""What is answered, and how it travels (RFC 6749 section 3.1.1, OAuth 2.0 Multiple Response Types section 2.1)."""

from typing import Final
from urllib.parse import urlsplit

from oauthlib.oauth2.rfc6749 import errors

from oauth_server.protocol.services.authorization_request.request import AuthorizationRequest
from oauth_server.vocabulary import RESPONSE_TYPES, GrantType, ResponseMode

POSTED: Final = frozenset({ResponseMode.FORM_POST, ResponseMode.FORM_POST_JWT})
"""Modes in which the browser posts to the redirect URI."""


def response_type(request: AuthorizationRequest) -> AuthorizationRequest:
    """Hold the request to what is offered, and to what its client is registered for."""
    asked = request.parameters.get("response_type")
    if not asked:
        raise errors.MissingResponseTypeError
    if asked not in RESPONSE_TYPES:
        raise errors.UnsupportedResponseTypeError
    if not request.client.allows_grant_type(GrantType.AUTHORIZATION_CODE):
        raise errors.UnauthorizedClientError
    return request


def response_mode(request: AuthorizationRequest) -> AuthorizationRequest:
    """Refuse a mode that is not offered, and a form for an address that no browser posts to."""
    asked = request.parameters.get("response_mode")
    if asked is not None and asked not in set(ResponseMode):
        raise errors.InvalidRequestError(description="This response_mode is not offered.")
    if request.response_mode in POSTED and urlsplit(request.redirect_uri).scheme not in ("https", "http"):
        raise errors.InvalidRequestError(description="This response_mode wants an http or https redirect URI.")
    return request
