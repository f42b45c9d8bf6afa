"""Scopes: what a request asks for, held to what the client may ever get (RFC 6749 section 3.3)."""

import re
from typing import Any, Final

from oauthlib.oauth2.rfc6749.errors import InvalidScopeError

from oauth_server.vocabulary import SCOPES, Scope

LEAST_SCOPE = frozenset({Scope.ACCOUNT_READ})
"""What a request that names no scope gets (RFC 9700 section 2.3)."""
_UNSPEAKABLE: Final = re.compile(r"[^\x20\x21\x23-\x5b\x5d-\x7e]")


def words(value: str | None) -> frozenset[str]:
    """Return what stands between the spaces of a scope as it was sent; no other white space parts two (section 3.3)."""
    return frozenset(word for word in (value or "").split(" ") if word)


def granted_scope(
    requested: str | None,
    client_scopes: frozenset[str],
    *,
    default: frozenset[str] = LEAST_SCOPE,
    withheld: frozenset[str] = frozenset(),
) -> frozenset[str]:
    """Return the scope to grant; raise InvalidScopeError for an unknown one, or one that the client may not get.

    `withheld`: what it is registered for and a cap takes; that is left out, so that it goes on with the rest.
    `requested` is the wire's space-separated form; None or blank asks for `default`, which is held to the client too.
    """
    asked = words(requested)
    if not asked:
        asked = default & client_scopes
        if not asked:
            raise InvalidScopeError(description="scope is required.")
    if unknown := asked - set(SCOPES):
        raise InvalidScopeError(description=f"Unknown scope: {_shown(unknown)}.")
    granted = asked - withheld
    if excess := (granted or asked) - client_scopes:
        raise InvalidScopeError(description=f"The client may not get: {_shown(excess)}.")
    return granted


def wire(scope: frozenset[str]) -> str:
    """Return the space-separated form, in the vocabulary's order."""
    return " ".join(name for name in SCOPES if name in scope)


def _shown(scope: frozenset[str]) -> str:
    """Return the words for an `error_description`, which holds printable ASCII but no quote (RFC 6749 section 5.2)."""
    return ", ".join(sorted(_UNSPEAKABLE.sub("?", name) for name in scope))[:200]


class ClientScopes:
    """The toolkit's scopes backend: a client sees its own scopes, and nothing by default."""

    def get_all_scopes(self) -> dict[str, str]:
        """Return every scope with its text."""
        return {str(scope): facts.text for scope, facts in SCOPES.items()}

    def get_available_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        """Return the scopes that the client may get."""
        return sorted(application.allowed_scopes) if application else []

    def get_default_scopes(self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any) -> list[str]:
        """Return what a request that names none gets."""
        return sorted(LEAST_SCOPE & set(self.get_available_scopes(application)))
