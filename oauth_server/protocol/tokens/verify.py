"""Is this bearer token good for our own API? (RFC 6750 section 2.1; setting ACCESS_TOKEN_VERIFIER)"""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from oauth_server.protocol import standing
from oauth_server.protocol.tokens import opaque
from oauth_server.protocol.tokens.refresh_token import RefreshTokenValue
from oauth_server.vocabulary import AccessTokenFacts, RefusalReason, TokenRefused


def verify_access_token(token: str, request: HttpRequest) -> AccessTokenFacts:
    """Return what an access token says, read live in one statement; raise TokenRefused with the reason.

    A refresh token, an ID token or any other form is refused without a statement; so is, after it, a token that was
    made for another resource.
    """
    if not opaque.is_opaque(token):
        kinds = RefreshTokenValue.read(token) is not None or token.count(".") in {2, 4}
        raise TokenRefused(RefusalReason.WRONG_KIND if kinds else RefusalReason.MALFORMED)
    found = standing.of_access_token(token)
    if found is None:
        raise TokenRefused(RefusalReason.UNKNOWN)
    if problem := found.problem(timezone.now()):
        raise TokenRefused(problem)
    if found.audience != settings.API_RESOURCE:
        raise TokenRefused(RefusalReason.WRONG_AUDIENCE)
    family = found.family
    if family is None:
        return AccessTokenFacts(
            user=None,
            client_id=found.client_id,
            client_name=found.client_name,
            scopes=found.scope,
            audience=found.audience,
            expires=found.expires,
        )
    return AccessTokenFacts(
        user=family.user,
        roles=family.roles,
        client_id=found.client_id,
        client_name=found.client_name,
        scopes=found.scope,
        audience=found.audience,
        sid=family.sid,
        session_id=family.session,
        auth_time=family.auth_time,
        acr=family.acr or None,
        amr=family.amr,
        expires=found.expires,
    )
