"""Scope to claims: one row a claim (OpenID Connect Core sections 5.1 and 5.4)."""

from collections.abc import Callable
from typing import Any, Final

from oauth_server.protocol.models.family import Person
from oauth_server.vocabulary import Scope

CLAIMS: Final[tuple[tuple[str, Scope, Callable[[Person], object]], ...]] = (
    ("name", Scope.PROFILE, lambda person: f"{person.first_name} {person.last_name}".strip()),
    ("given_name", Scope.PROFILE, lambda person: person.first_name),
    ("family_name", Scope.PROFILE, lambda person: person.last_name),
    ("preferred_username", Scope.PROFILE, lambda person: person.username),
    ("locale", Scope.PROFILE, lambda person: person.locale),
    ("updated_at", Scope.PROFILE, lambda person: int(person.updated.timestamp()) if person.updated else ""),
    ("email", Scope.EMAIL, lambda person: person.email),
    ("email_verified", Scope.EMAIL, lambda person: person.email_verified if person.email else ""),
    ("address", Scope.ADDRESS, lambda person: person.postal_address and {"formatted": person.postal_address}),
    ("phone_number", Scope.PHONE, lambda person: person.phone_number),
    ("phone_number_verified", Scope.PHONE, lambda person: False if person.phone_number else ""),
    ("roles", Scope.ROLES, lambda person: list(person.roles)),
)
"""Name, the scope that gives it, and where it comes from; an empty string is left out. Nobody verifies a telephone
number here, and the claim says so."""


def claims_for(
    person: Person, scope: frozenset[str], *, requested: frozenset[str], allowed: frozenset[str]
) -> dict[str, Any]:
    """Return the claims about a person, beside `sub`: what a scope gives, and what was `requested` one by one
    (section 5.5) and agreed to, as far as the client may have the scopes of that today (`allowed`)."""
    given = {name for name, wanted, _ in CLAIMS if wanted in scope or (name in requested and wanted in allowed)}
    found = {name: read(person) for name, _, read in CLAIMS if name in given}
    return {name: value for name, value in found.items() if value != ""}
