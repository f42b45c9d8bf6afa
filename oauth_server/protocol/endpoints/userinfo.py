"""The userinfo endpoint: OpenID Connect Core section 5.3, the token in the header only (RFC 6750, RFC 9449)."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from oauth_server.protocol.claims import claims_for
from oauth_server.protocol.endpoints.json_answers import no_store, no_store_signed, or_unavailable
from oauth_server.protocol.standing import Standing
from oauth_server.protocol.tokens import jws
from oauth_server.protocol.tokens.verify import presented
from oauth_server.vocabulary import (
    PROOF_ALGORITHMS,
    PROOF_ERRORS,
    MediaType,
    OAuthError,
    RefusalReason,
    Scope,
    SigningAlgorithm,
    TokenRefused,
    TokenType,
)

BEARER: Final = f'{TokenType.BEARER} realm="oauth"'
PROOF: Final = f'{TokenType.DPOP} realm="oauth", algs="{" ".join(PROOF_ALGORITHMS)}"'
CHALLENGES: Final = {"bearer": (BEARER, PROOF), "dpop": (PROOF, BEARER)}
"""By the scheme of the token: its own challenge, and the other."""
SIGNED: Final = "application/jwt"
TYP: Final = MediaType.ID_TOKEN
"""OpenID Connect names no type of its own for signed claims: the plain one. No ID token is without `exp`, which these
never have."""


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@or_unavailable
def userinfo(request: HttpRequest) -> HttpResponse:
    """Answer with the claims that the token's scope gives and those that were asked for one by one, read live in one
    statement; signed where the client is registered so (section 5.3.2)."""
    scheme, _, value = request.headers.get("Authorization", "").strip(" \t").partition(" ")
    scheme = scheme.lower()
    if scheme not in CHALLENGES:
        return _challenge("bearer", 401)
    try:
        found = presented(value.strip(" \t"), request)
    except TokenRefused as refused:
        return _challenge(scheme, 401, _error(scheme, refused.reason))
    if found.family is None or Scope.OPENID not in found.scope:
        return _challenge(scheme, 403, OAuthError.INSUFFICIENT_SCOPE)
    requested = found.family.requested("userinfo")
    claims = claims_for(found.family.person, found.scope, requested=requested, allowed=found.client_scopes)
    return _answer({"sub": found.subject, **claims}, found)


def _answer(members: dict[str, Any], found: Standing) -> HttpResponse:
    """Return JSON, or the same signed for the token's client, as it is registered (section 5.3.2)."""
    if not found.userinfo_algorithm:
        return no_store(members)
    claims = {"iss": settings.ISSUER, "aud": found.client_id, **members}
    signed = jws.sign(claims, typ=TYP, algorithm=SigningAlgorithm(found.userinfo_algorithm))
    return no_store_signed(signed, SIGNED)


def _error(scheme: str, reason: RefusalReason) -> OAuthError:
    """Return what is told of a token that is no good: nothing of a proof to who sent it as a bearer's."""
    return PROOF_ERRORS.get(reason, OAuthError.INVALID_TOKEN) if scheme == "dpop" else OAuthError.INVALID_TOKEN


def _challenge(scheme: str, status: int, error: OAuthError | None = None) -> HttpResponse:
    """Return a refusal with its challenge (RFC 6750 section 3, RFC 9449 section 7.1); without a credential it names
    no error. A 401 offers the other scheme too."""
    response = no_store({"error": error} if error else {}, status=status)
    own, other = CHALLENGES[scheme]
    if error:
        own += f', error="{error}"'
    if error == OAuthError.INSUFFICIENT_SCOPE:
        own += f', scope="{Scope.OPENID}"'
    response["WWW-Authenticate"] = f"{own}, {other}" if status == 401 else own
    return response
