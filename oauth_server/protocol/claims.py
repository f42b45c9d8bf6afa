"""Scope to claims: one row a claim (OpenID Connect Core section 5.4)."""

from collections.abc import Callable
from typing import Any, Final

from oauth_server.vocabulary import Scope

CLAIMS: Final[tuple[tuple[str, Scope, Callable[[Any], object]], ...]] = (
    ("name", Scope.PROFILE, lambda user: f"{user.first_name} {user.last_name}".strip()),
    ("given_name", Scope.PROFILE, lambda user: user.first_name),
    ("family_name", Scope.PROFILE, lambda user: user.last_name),
    ("preferred_username", Scope.PROFILE, lambda user: user.username),
    ("email", Scope.EMAIL, lambda user: user.email),
    ("email_verified", Scope.EMAIL, lambda user: bool(getattr(user, "email_verified", False)) if user.email else ""),
    ("roles", Scope.ROLES, lambda user: sorted(getattr(user, "roles", ()))),
)
"""Name, the scope that gives it, and where it comes from; an empty string is left out."""


def claims_for(user: Any, scope: frozenset[str]) -> dict[str, object]:
    """Return the claims about a person that a scope gives, beside `sub`.

    `user` has username, first_name, last_name and email; `email_verified` (bool) and `roles` (names) where known.
    """
    found = {name: read(user) for name, wanted, read in CLAIMS if wanted in scope}
    return {name: value for name, value in found.items() if value != ""}
