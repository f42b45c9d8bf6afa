"""What one method of one row of the policy asks of the caller."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from accounts.roles import Role
from oauth_server.vocabulary import Acr, CredentialKind, Scope
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


class Acting(Enum):
    """How far an administrator who acts for a person gets at a row (RFC 8693 section 4.1)."""

    NEVER = "never"
    READING = "reading"
    WRITING = "reading and writing"


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
    acting: bool = False
    """Whether somebody who acts for the person may do it."""
    recent: timedelta | None = None
    """How long ago the person may have signed in; None: it does not matter."""
    acr: Acr | None = None
    """How surely the person must have signed in; None: it does not matter."""
