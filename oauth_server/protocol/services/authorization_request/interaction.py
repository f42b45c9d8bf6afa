"""How the person is to be met: prompt, max_age; nonce for the answer (OpenID Connect Core section 3.1.2.1)."""

from dataclasses import replace
from typing import Final

from oauthlib.oauth2.rfc6749 import errors

from oauth_server.protocol.services.authorization_request.request import AuthorizationRequest
from oauth_server.vocabulary import Prompt

LONGEST_NONCE: Final = 255


def prompt(request: AuthorizationRequest) -> AuthorizationRequest:
    """Take the prompts; `none` stands alone."""
    asked = frozenset(request.parameters.get("prompt", "").split())
    if asked - set(Prompt):
        raise errors.InvalidRequestError(description="This prompt is not offered.")
    if Prompt.NONE in asked and len(asked) > 1:
        raise errors.InvalidRequestError(description="prompt=none stands alone.")
    return replace(request, prompt=asked)


def nonce(request: AuthorizationRequest) -> AuthorizationRequest:
    """Hold the nonce to what its column takes."""
    if len(request.parameters.get("nonce", "")) > LONGEST_NONCE:
        raise errors.InvalidRequestError(description=f"nonce has at most {LONGEST_NONCE} characters.")
    return request


def max_age(request: AuthorizationRequest) -> AuthorizationRequest:
    """Take the age in seconds that a sign-in may have, or else the client's own."""
    value = request.parameters.get("max_age")
    if value is None:
        return replace(request, max_age=request.client.default_max_age)
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise errors.InvalidRequestError(description="max_age is a number of seconds.")
    return replace(request, max_age=int(value))
