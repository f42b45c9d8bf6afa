"""A row of the policy table: it reads as a sentence, and everything about an address follows from it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from accounts.roles import Role
from oauth_server.vocabulary import CredentialKind, Scope
from resources.decision import Callers, Demand, Unscoped
from resources.principal import Principal

ANYONE: Final = Callers.ANYONE
ANY_ROLE: Final = Callers.ANY_USER
NOT_NEEDED: Final = Unscoped.NOT_NEEDED
NEVER: Final = Unscoped.NEVER
FIRST_PARTY: Final = frozenset({CredentialKind.SESSION, CredentialKind.JWT, CredentialKind.DRF_TOKEN})
EVERY_KIND: Final = FIRST_PARTY | {CredentialKind.ANONYMOUS, CredentialKind.OAUTH2, CredentialKind.OAUTH2_MACHINE}
"""Written out, so that a new kind of credential opens nothing until it is added here or to a row."""
SAFE: Final = ("GET", "HEAD")

ObjectRule = Callable[[QuerySet[Any], Principal], QuerySet[Any]]


def only(*roles: Role) -> frozenset[Role]:
    """Return the roles of a row, one of which the caller must hold."""
    return frozenset(roles)


@dataclass(frozen=True, slots=True)
class Rule:
    """`route` is below /api/ (`{id}`: a number); `view` the dotted path of its class, which `resources.urls` imports.

    `roles` comes first; `read` and `write` narrow third parties (default: never). `machines`: client credentials may
    call it. `superuser`: counts like a role. `objects` narrows the rows to those that the caller may know of.
    `also`: a second path of the same view, from the root.
    """

    route: str
    view: str
    roles: frozenset[Role] | Callers
    read: Scope | Unscoped = NEVER
    write: Scope | Unscoped = NEVER
    methods: tuple[str, ...] = ("GET",)
    kinds: frozenset[CredentialKind] = EVERY_KIND
    machines: bool = False
    superuser: bool = False
    objects: ObjectRule | None = None
    also: str | None = None

    @property
    def path(self) -> str:
        """The address as people read it."""
        return f"/api/{self.route}"

    @property
    def scopes(self) -> list[str]:
        """What third parties need here, reading first; empty where they need none or may never."""
        return [scope for scope in dict.fromkeys((self.read, self.write)) if isinstance(scope, Scope)]

    def offers(self, method: str) -> bool:
        """Return whether the row has this method; HEAD comes with GET."""
        return ("GET" if method == "HEAD" else method) in self.methods

    def demand(self, method: str) -> Demand:
        """Return what `method` asks of the caller; a method that the row has not asks what the least one does."""
        if not self.offers(method):
            method = self.methods[0]
        return Demand(
            kinds=self.kinds,
            roles=self.roles,
            scope=self.read if method in SAFE else self.write,
            machines=self.machines,
            superuser=self.superuser,
        )
