"""Allow or deny, by named steps in a fixed order; a denial carries its reason chain and an id."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from rest_framework import status

from accounts.roles import Role
from oauth_server.vocabulary import CredentialKind, OAuthError, Scope
from resources.denial import Denial
from resources.principal import Principal


class Callers(Enum):
    """Whom a row lets in where it names no role."""

    ANYONE = "anyone"
    ANY_USER = "any user"


class Unscoped(Enum):
    """What a row says of third-party tokens where it names no scope."""

    NOT_NEEDED = "not needed"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Demand:
    """What one method of one row asks of the caller."""

    kinds: frozenset[CredentialKind]
    roles: frozenset[Role] | Callers
    scope: Scope | Unscoped
    machines: bool
    superuser: bool


@dataclass(frozen=True, slots=True)
class Refusal:
    """One step's no: `detail` for the caller, `reason` for the log."""

    detail: str
    reason: str
    status: int = status.HTTP_403_FORBIDDEN
    error: OAuthError | None = None
    scope: str | None = None


def credential(principal: Principal, demand: Demand) -> Refusal | None:
    """Is there a credential where one is needed, and is it of a kind that the row takes?"""
    if principal.is_anonymous and demand.roles is not Callers.ANYONE:
        return Refusal("Authentication credentials were not provided.", "no credential", status.HTTP_401_UNAUTHORIZED)
    if principal.kind not in demand.kinds:
        return Refusal("This kind of credential is not accepted here.", f"{principal.kind} is not accepted")
    return None


def machine(principal: Principal, demand: Demand) -> Refusal | None:
    """Is there a person, or does the row let machine clients in?"""
    if principal.user is None and not principal.is_anonymous and not demand.machines:
        return Refusal("No person stands behind this token.", "machine clients are not let in")
    return None


def role(principal: Principal, demand: Demand) -> Refusal | None:
    """Does the person hold one of the roles now?"""
    if isinstance(demand.roles, Callers) or principal.roles & demand.roles:
        return None
    if demand.superuser and principal.is_superuser:
        return None
    names = " or ".join(sorted(demand.roles))
    return Refusal(f"This needs the role {names}.", f"holds none of {names}")


def scope(principal: Principal, demand: Demand) -> Refusal | None:
    """Is a third party's token wide enough? Scopes only narrow: this comes after the role."""
    if not principal.is_third_party or demand.scope is Unscoped.NOT_NEEDED:
        return None
    if isinstance(demand.scope, Unscoped):
        return Refusal("No application may do this for a person.", "no scope opens this")
    if principal.has_scope(demand.scope):
        return None
    return Refusal(
        f"The token needs the scope {demand.scope}.",
        f"{demand.scope} is missing",
        error=OAuthError.INSUFFICIENT_SCOPE,
        scope=demand.scope,
    )


STEPS: Final[tuple[Callable[[Principal, Demand], Refusal | None], ...]] = (credential, machine, role, scope)
"""The object rule comes last, in the query: another's object is not found."""


def decide(principal: Principal, demand: Demand) -> Denial | None:
    """Return None to allow, or the denial of the first step that refuses."""
    chain: list[str] = []
    for step in STEPS:
        refusal = step(principal, demand)
        chain.append(f"{step.__name__}: {refusal.reason if refusal else 'passed'}")
        if refusal:
            return Denial(refusal.status, refusal.detail, tuple(chain), error=refusal.error, scope=refusal.scope)
    return None
