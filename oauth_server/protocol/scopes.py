"""Scopes: what a request asks for, held to what the client may ever get (RFC 6749 section 3.3)."""

from typing import Any

from oauthlib.oauth2.rfc6749.errors import InvalidScopeError

from oauth_server.vocabulary import SCOPES, Scope

LEAST_SCOPE = frozenset({Scope.ACCOUNT_READ})
"""What a request that names no scope gets (RFC 9700 section 2.3)."""


def granted_scope(
    requested: str | None, client_scopes: frozenset[str], *, default: frozenset[str] = LEAST_SCOPE
) -> frozenset[str]:
    """Return the scope to grant; raise InvalidScopeError for an unknown one, or one that the client may not get.

    `requested` is the wire's space-separated form; None or blank asks for `default`, which is held to the client too.
    """
    asked = frozenset((requested or "").split())
    if not asked:
        asked = default & client_scopes
        if not asked:
            raise InvalidScopeError(description="scope is required.")
    if unknown := asked - set(SCOPES):
        raise InvalidScopeError(description=f"Unknown scope: {_shown(unknown)}.")
    if excess := asked - client_scopes:
        raise InvalidScopeError(description=f"The client may not get: {_shown(excess)}.")
    return asked


def wire(scope: frozenset[str]) -> str:
    """Return the space-separated form, in the vocabulary's order."""
    return " ".join(name for name in SCOPES if name in scope)


def _shown(scope: frozenset[str]) -> str:
    printable = (name.encode("ascii", "replace").decode().replace('"', "?").replace("\\", "?") for name in scope)
    return ", ".join(sorted(printable))[:200]


class ClientScopes:
    """The toolkit's scopes backend: a client sees its own scopes, and nothing by default."""

    def get_all_scopes(self) -> dict[str, str]:
        """Return every scope with its text."""
        return {str(scope): facts.text for scope, facts in SCOPES.items()}

    def get_available_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        """Return the scopes that the client is registered for."""
        return application.scopes.split() if application else []

    def get_default_scopes(self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any) -> list[str]:
        """Return what a request that names none gets."""
        return sorted(LEAST_SCOPE & set(self.get_available_scopes(application)))
