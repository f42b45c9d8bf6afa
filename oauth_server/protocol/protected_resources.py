"""Protected resources and the audience of a token (RFC 8707 section 2, RFC 9728 section 2)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from oauthlib.oauth2.rfc6749.errors import CustomOAuth2Error, InvalidScopeError

from oauth_server.protocol.models import ProtectedResource
from oauth_server.vocabulary import SCOPES, OAuthError, Scope

API_SCOPES: Final[frozenset[str]] = frozenset(scope for scope, facts in SCOPES.items() if facts.resource)
MCP_SCOPES: Final[frozenset[str]] = frozenset(
    {Scope.ACCOUNT_READ, Scope.TODO_READ, Scope.TODO_WRITE, Scope.ANNOUNCEMENTS_WRITE}
)
"""What the tools of the Model Context Protocol's endpoint need."""
_ADDRESS = re.compile(r"[!-\[\]-~]+")
"""Printable ASCII without spaces and backslashes."""
_UPWARDS = re.compile(r"\.\.|%2e|%2f|%5c", re.IGNORECASE)
"""What a path could climb out of a resource by, once somebody decodes it."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A registered resource: `identifier` is the audience, exactly; `scopes` are those that may go into its tokens.
    `token_format` and `lifetime` (empty, None) leave the choice to the client and the server."""

    identifier: str
    name: str
    scopes: frozenset[str]
    token_format: str = ""
    lifetime: timedelta | None = None


BUILT_IN: Final[Mapping[str, Resource]] = {
    settings.API_RESOURCE: Resource(settings.API_RESOURCE, "The guarded API", API_SCOPES),
    settings.MCP_RESOURCE: Resource(settings.MCP_RESOURCE, "Tools of the Model Context Protocol", MCP_SCOPES),
}
"""Our own resources, the default first; an administrator adds others as rows."""


def audience_for(resources: Sequence[str], scope: frozenset[str]) -> str:
    """Return the one registered resource that a token is for; without `resources` our own API.

    Raises CustomOAuth2Error `invalid_target` as `target` does, InvalidScopeError for a scope of another resource.
    """
    found = target(resources)
    hold_scope(scope, found)
    return found.identifier


def hold_scope(scope: frozenset[str], resource: Resource) -> None:
    """Raise InvalidScopeError for a scope that belongs to another resource."""
    if foreign := {name for name in scope if SCOPES[Scope(name)].resource} - resource.scopes:
        raise InvalidScopeError(description=f"Not a scope of this resource: {', '.join(sorted(foreign))}.")


def target(resources: Sequence[str]) -> Resource:
    """Return the registered resource that the addresses lie in; our own API where there are none.

    A statement is asked only where an address lies in none of our own. Raises CustomOAuth2Error `invalid_target` for an
    unknown address, or for two resources.
    """
    asked = resources or [settings.API_RESOURCE]
    registered = dict(BUILT_IN)
    if any(_narrowed(resource, registered) is None for resource in asked):
        registered |= {row.identifier: _read(row) for row in ProtectedResource.objects.all()}
    found = {_narrowed(resource, registered) for resource in asked}
    identifier = found.pop()
    if identifier is None or found:
        raise CustomOAuth2Error(OAuthError.INVALID_TARGET, description="resource must name one registered resource.")
    return registered[identifier]


def _read(row: ProtectedResource) -> Resource:
    scopes = frozenset(row.scopes.split())
    return Resource(row.identifier, row.name, scopes, row.token_format, row.access_token_lifetime)


def _narrowed(resource: str, registered: Mapping[str, Resource]) -> str | None:
    """Return the longest identifier that an address equals or lies below; None for what is no address at all."""
    try:
        parts = urlsplit(resource)
    except ValueError:
        return None
    if not parts.scheme or not parts.netloc or "#" in resource or "?" in resource:
        return None
    if not _ADDRESS.fullmatch(resource) or _UPWARDS.search(parts.path):
        return None
    if resource.rstrip("/") == settings.ISSUER:
        return str(settings.API_RESOURCE)
    matches = [known for known in registered if resource == known or resource.startswith(f"{known.rstrip('/')}/")]
    return max(matches, key=len, default=None)
