"""Only who began a request ends it: PKCE (RFC 7636 section 4.3) and the DPoP key (RFC 9449 section 10)."""

import re
from dataclasses import replace
from typing import Final

from oauthlib.oauth2.rfc6749 import errors

from oauth_server.protocol.scopes import words
from oauth_server.protocol.services.authorization_request.request import AuthorizationRequest
from oauth_server.vocabulary import Scope

CODE_CHALLENGE_METHODS: Final = ("S256",)
_SHA256 = re.compile(r"[A-Za-z0-9_-]{43}\Z")


def code_challenge(request: AuthorizationRequest) -> AuthorizationRequest:
    """Demand an S256 challenge of every client but one that is exempt (RFC 9700 section 2.1.1)."""
    challenge = request.parameters.get("code_challenge")
    method = request.parameters.get("code_challenge_method")
    if challenge is None:
        exempt = request.client.pkce_exempt and Scope.OPENID in words(request.parameters.get("scope"))
        if not exempt or method is not None:
            raise errors.MissingCodeChallengeError
    elif method not in CODE_CHALLENGE_METHODS:
        raise errors.UnsupportedCodeChallengeMethodError(description="code_challenge_method must be S256.")
    elif not _SHA256.match(challenge):
        raise errors.InvalidRequestError(description="code_challenge is not a base64url SHA-256 digest.")
    return request


def dpop_key(request: AuthorizationRequest) -> AuthorizationRequest:
    """Take the thumbprint of the key that the code will be bound to; a proof that came along must be of the same."""
    asked = request.parameters.get("dpop_jkt")
    if asked is None:
        return request
    if not _SHA256.match(asked):
        raise errors.InvalidRequestError(description="dpop_jkt is not a base64url SHA-256 thumbprint.")
    if request.jkt not in ("", asked):
        raise errors.InvalidRequestError(description="dpop_jkt is not the key of the DPoP proof.")
    return replace(request, jkt=asked)
