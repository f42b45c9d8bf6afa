"""The userinfo endpoint: OpenID Connect Core section 5.3, bearer token in the header only (RFC 6750 section 2.1)."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from oauth_server.protocol.claims import claims_for
from oauth_server.protocol.endpoints.json_answers import no_store, or_unavailable
from oauth_server.protocol.models.family import Person
from oauth_server.protocol.tokens.verify import verify_access_token
from oauth_server.vocabulary import OAuthError, Scope, TokenRefused

BEARER: Final = 'Bearer realm="oauth"'


@csrf_exempt
@require_http_methods(["GET", "POST"])
@or_unavailable
def userinfo(request: HttpRequest) -> HttpResponse:
    """Answer with the claims that the token's scope gives, read live in one statement."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return _challenge(401)
    try:
        facts = verify_access_token(value.strip(), request)
    except TokenRefused:
        return _challenge(401, OAuthError.INVALID_TOKEN)
    scope = facts.scopes or frozenset()
    if facts.user is None or Scope.OPENID not in scope:
        return _challenge(403, OAuthError.INSUFFICIENT_SCOPE)
    person = Person.of(facts.user, facts.roles)
    return no_store({"sub": str(person.subject), **claims_for(person, scope)})


def _challenge(status: int, error: OAuthError | None = None) -> HttpResponse:
    """Return a refusal with its challenge (RFC 6750 section 3); without a credential it names no error."""
    response = no_store({"error": error} if error else {}, status=status)
    response["WWW-Authenticate"] = BEARER
    if error:
        response["WWW-Authenticate"] += f', error="{error}"'
    if error == OAuthError.INSUFFICIENT_SCOPE:
        response["WWW-Authenticate"] += f', scope="{Scope.OPENID}"'
    return response
