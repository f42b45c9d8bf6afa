"""What is answered, and how it travels (RFC 6749 section 3.1.1, OAuth 2.0 Multiple Response Types section 2.1)."""

from oauthlib.oauth2.rfc6749 import errors

from oauth_server.protocol.services.authorization_request.request import AuthorizationRequest
from oauth_server.vocabulary import RESPONSE_TYPES, GrantType


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
    """Refuse a mode that is not offered, or not for this redirect URI."""
    if request.parameters.get("response_mode", request.response_mode) != request.response_mode:
        raise errors.InvalidRequestError(description="This response_mode is not offered.")
    return request
