"""Protected resources and the audience of a token (RFC 8707)."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from oauthlib.oauth2.rfc6749.errors import CustomOAuth2Error, InvalidScopeError

from oauth_server.protocol.models import ProtectedResource
from oauth_server.vocabulary import SCOPES, OAuthError, Scope

API_SCOPES: frozenset[str] = frozenset(scope for scope, facts in SCOPES.items() if facts.resource)


def audience_for(resources: Sequence[str], scope: frozenset[str]) -> str:
    """Return the one registered resource that a token is for; without `resources` our own API.

    Raises CustomOAuth2Error `invalid_target` as `narrowed` does, InvalidScopeError for a scope of another resource.
    """
    audience, allowed = narrowed(resources)
    if foreign := {name for name in scope if SCOPES[Scope(name)].resource} - allowed:
        raise InvalidScopeError(description=f"Not a scope of this resource: {', '.join(sorted(foreign))}.")
    return audience


def narrowed(resources: Sequence[str]) -> tuple[str, frozenset[str]]:
    """Return the registered resource that the addresses lie in, and its scopes; our own API where there are none.

    Raises CustomOAuth2Error `invalid_target` for an unknown address, or for two resources.
    """
    registered = {settings.API_RESOURCE: API_SCOPES}
    if any(_narrowed(resource, registered) is None for resource in resources):
        registered |= {row.identifier: frozenset(row.scopes.split()) for row in ProtectedResource.objects.all()}
    audiences = {_narrowed(resource, registered) for resource in resources or [settings.API_RESOURCE]}
    audience = audiences.pop()
    if audience is None or audiences:
        raise CustomOAuth2Error(OAuthError.INVALID_TARGET, description="resource must name one registered resource.")
    return audience, registered[audience]


def _narrowed(resource: str, registered: dict[str, frozenset[str]]) -> str | None:
    try:
        parts = urlsplit(resource)
    except ValueError:
        return None
    if not parts.scheme or not parts.netloc or parts.fragment or parts.query or ".." in parts.path:
        return None
    if resource.rstrip("/") == settings.ISSUER:
        return str(settings.API_RESOURCE)
    matches = [known for known in registered if resource == known or resource.startswith(f"{known}/")]
    return max(matches, key=len, default=None)
