"""Issue a code: the Grant row that anchors every token of the family (RFC 6749 section 4.1.2)."""

import json
import secrets

from django.conf import settings
from django.utils import timezone

from oauth_server.protocol.models import Grant
from oauth_server.protocol.scopes import wire
from oauth_server.protocol.services.authorization_request import AuthorizationRequest
from oauth_server.protocol.services.authorization_request.claims_parameter import within
from oauth_server.protocol.services.grant_sign_in import of_sign_in
from oauth_server.protocol.tokens.digest import digest
from oauth_server.vocabulary import AccessTokenFacts


def issue_code(*, request: AuthorizationRequest, sign_in: AccessTokenFacts, allowed: frozenset[str]) -> str:
    """Return a new code (256 bits) for this sign-in; only its digest is kept, for settings.CODE_LIFETIME.

    `allowed`: the scopes that the person has agreed to; those of them that were asked for are granted, and the claims
    that were asked for by name are given where their scope is among them.
    """
    scope = request.scope & allowed
    code = secrets.token_urlsafe(32)
    Grant.objects.create(
        code=digest(code),
        user_id=sign_in.user.pk,
        application=request.client,
        expires=timezone.now() + settings.CODE_LIFETIME,
        redirect_uri=request.redirect_uri,
        scope=wire(scope),
        code_challenge=request.parameters.get("code_challenge", ""),
        code_challenge_method=request.parameters.get("code_challenge_method", ""),
        jkt=request.jkt,
        claims=json.dumps(within(request.claims, allowed)) if request.claims else "",
        nonce=request.parameters.get("nonce", ""),
        resource=[request.audience],
        audience=request.audience,
        **of_sign_in(sign_in, client=request.client, scope=scope),
    )
    return code
