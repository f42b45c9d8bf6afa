"""Allow or deny, by named steps in a fixed order; a denial carries its reason chain and an id."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Final

from django.utils import timezone
from rest_framework import status

from accounts.roles import Role
from oauth_server.vocabulary import CredentialKind, OAuthError, Scope
from resources.denial import Denial
from resources.principal import Principal


class Callers(Enum):
    """Whom a row lets in where it names no role."""

    ANYONE = "anyone"
    ANY_USER = "any user"
    STAFF = "staff"
    MODEL_PERMISSIONS = "holders of the model's permission"


@dataclass(frozen=True, slots=True)
class Custom:
    """A rule of a row's own: `name` says in words whom it lets in, `holds` whether it lets this caller in."""

    name: str
    holds: Callable[[Principal], bool]


Who = frozenset[Role] | Callers | Custom
"""Whom a row lets in: one of some roles, a kind of callers, or a rule of its own."""


class Unscoped(Enum):
    """What a row says of third-party tokens and keys where it names no scope."""

    NOT_NEEDED = "not needed"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Demand:
    """What one method of one row asks of the caller."""

    kinds: frozenset[CredentialKind]
    roles: Who
    scope: Scope | Unscoped
    machines: bool
    superuser: bool
    permission: str = ""
    """The model permission that goes with the method, such as `resources.add_report`."""
    recent: timedelta | None = None
    """How long ago the person may have signed in; None: it does not matter."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One step's no: `detail` for the caller, `reason` for whoever explains it."""

    detail: str
    reason: str
    status: int = status.HTTP_403_FORBIDDEN
    error: OAuthError | None = None
    scope: str | None = None
    max_age: int | None = None


def credential(principal: Principal, demand: Demand) -> Refusal | None:
    """Is there a credential where one is needed, and is it of a kind that the row takes?"""
    if principal.is_anonymous and demand.roles is not Callers.ANYONE:
        return Refusal("Authentication credentials were not provided.", "no credential", status.HTTP_401_UNAUTHORIZED)
    if principal.kind not in demand.kinds:
        return Refusal("This kind of credential is not accepted here.", f"{principal.kind} is not accepted")
    return None


def machine(principal: Principal, demand: Demand) -> Refusal | None:
    """Is there a person, or does the row let machine clients in?"""
    if principal.is_machine and not demand.machines:
        return Refusal("No person stands behind this credential.", "machine clients are not let in")
    return None


def role(principal: Principal, demand: Demand) -> Refusal | None:
    """Is the person one of those whom the row lets in, now? A machine that came this far needs no role."""
    if principal.is_machine or (demand.superuser and principal.is_superuser):
        return None
    if isinstance(demand.roles, frozenset):
        held, names = principal.roles & demand.roles, " or ".join(sorted(demand.roles))
        return None if held else Refusal(f"This needs the role {names}.", f"holds none of {names}")
    if isinstance(demand.roles, Custom):
        allowed, name = demand.roles.holds(principal), demand.roles.name
        return None if allowed else Refusal(f"This is for {name}.", f"is none of {name}")
    if demand.roles is Callers.STAFF and not principal.is_staff:
        return Refusal("This is for staff.", "is not staff")
    if demand.roles is Callers.MODEL_PERMISSIONS and not principal.has_permission(demand.permission):
        return Refusal(f"This needs the permission {demand.permission}.", f"{demand.permission} is not held")
    return None


def scope(principal: Principal, demand: Demand) -> Refusal | None:
    """Is a narrowed credential wide enough? Scopes only narrow: this comes after the role."""
    if not principal.is_narrowed or demand.scope is Unscoped.NOT_NEEDED:
        return None
    if isinstance(demand.scope, Unscoped):
        return Refusal("No application and no key may do this for a person.", "no scope opens this")
    if principal.has_scope(demand.scope):
        return None
    return Refusal(
        f"The credential needs the scope {demand.scope}.",
        f"{demand.scope} is missing",
        error=OAuthError.INSUFFICIENT_SCOPE,
        scope=demand.scope,
    )


def step_up(principal: Principal, demand: Demand) -> Refusal | None:
    """Has the person signed in recently enough? A credential that does not know when never opens such a row."""
    if demand.recent is None:
        return None
    if principal.auth_time is None:
        return Refusal("This needs a recent sign-in, which this kind of credential has not.", "no auth_time")
    if timezone.now() - principal.auth_time <= demand.recent:
        return None
    return Refusal(
        "This needs a more recent sign-in.",
        "auth_time lies too far back",
        status.HTTP_401_UNAUTHORIZED,
        error=OAuthError.INSUFFICIENT_USER_AUTHENTICATION,
        max_age=int(demand.recent.total_seconds()),
    )


STEPS: Final[tuple[Callable[[Principal, Demand], Refusal | None], ...]] = (credential, machine, role, scope, step_up)
"""The object rule comes last, in the query: another's object is not found."""


def decide(principal: Principal, demand: Demand) -> Denial | None:
    """Return None to allow, or the denial of the first step that refuses."""
    chain: list[str] = []
    for step in STEPS:
        refusal = step(principal, demand)
        chain.append(f"{step.__name__}: {refusal.reason if refusal else 'passed'}")
        if refusal:
            return Denial(
                refusal.status,
                refusal.detail,
                tuple(chain),
                error=refusal.error,
                scope=refusal.scope,
                max_age=refusal.max_age,
            )
    return None
