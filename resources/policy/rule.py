"""A row of the policy table: it reads as a sentence, and everything about an address follows from it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from accounts.roles import Role
from oauth_server.vocabulary import Acr, CredentialKind, Scope
from resources.demand import Acting, Callers, Demand, Unscoped, Who
from resources.policy.objects import ObjectRule
from resources.principal import SIGNED_IN

ANYONE: Final = Callers.ANYONE
ANY_ROLE: Final = Callers.ANY_USER
STAFF: Final = Callers.STAFF
MODEL_PERMISSIONS: Final = Callers.MODEL_PERMISSIONS
NOT_NEEDED: Final = Unscoped.NOT_NEEDED
NEVER: Final = Unscoped.NEVER
FIRST_PARTY: Final = SIGNED_IN | {CredentialKind.DRF_TOKEN, CredentialKind.BASIC, CredentialKind.REMOTE_USER}
EVERY_KIND: Final = FIRST_PARTY | {
    CredentialKind.ANONYMOUS,
    CredentialKind.API_KEY,
    CredentialKind.SERVICE_KEY,
    CredentialKind.OAUTH2,
    CredentialKind.OAUTH2_MACHINE,
}
"""Written out, so that a new kind of credential opens nothing until it is added here or to a row."""
SAFE: Final = ("GET", "HEAD")
LIST: Final = ("GET", "POST")
ENTRY: Final = ("GET", "PUT", "PATCH", "DELETE")
RECENT: Final = timedelta(minutes=15)
"""How long ago the sign-in may lie where a row asks for a recent one."""
_ACTIONS: Final = {"GET": "view", "HEAD": "view", "POST": "add", "PUT": "change", "PATCH": "change", "DELETE": "delete"}


def only(*roles: Role) -> frozenset[Role]:
    """Return the roles of a row, one of which the caller must hold."""
    return frozenset(roles)


@dataclass(frozen=True, slots=True)
class FieldRule:
    """What one field of a body asks of whoever writes it, beyond what its row does."""

    name: str
    kinds: frozenset[CredentialKind]
    recent: timedelta | None = None
    acr: Acr | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """`route` is below `root` (`{id}`: a number); `view` the dotted path of its class, which `resources.urls` imports.

    `roles` says who may, `writers` who may write where they are others. `read` and `write` narrow third parties and
    keys (default: never). `machines`: client credentials and service keys may read it. `superuser`: counts like a role.
    `model`: whose permissions MODEL_PERMISSIONS means, such as `resources.report`. `recent`: the methods that need a
    recent sign-in, `two_factors` those that need one by two factors; `fields`: fields that ask more.
    `acting`: how far an administrator gets who acts for a person.
    `objects` narrows the rows to those that the caller may know of.
    `also`: a second path of the same view, from the root. `challenge`: what a 401 names where the row needs no scope.
    """

    route: str
    view: str
    roles: Who
    writers: Who | None = None
    read: Scope | Unscoped = NEVER
    write: Scope | Unscoped = NEVER
    methods: tuple[str, ...] = ("GET",)
    kinds: frozenset[CredentialKind] = EVERY_KIND
    machines: bool = False
    superuser: bool = False
    model: str = ""
    recent: tuple[str, ...] = ()
    two_factors: tuple[str, ...] = ()
    fields: tuple[FieldRule, ...] = ()
    acting: Acting = Acting.READING
    objects: ObjectRule | None = None
    also: str | None = None
    root: str = "/api/"
    challenge: tuple[Scope, ...] = ()

    @property
    def path(self) -> str:
        """The address as people read it."""
        return f"{self.root}{self.route}"

    @property
    def scopes(self) -> list[str]:
        """What third parties need here, reading first; empty where they need none or may never."""
        return [scope for scope in dict.fromkeys((self.read, self.write)) if isinstance(scope, Scope)]

    def named_scope(self, method: str) -> str | None:
        """Return what a challenge tells a third party to ask for; None where nothing is needed, or nothing helps."""
        scope = self.demand(method).scope
        return str(scope) if isinstance(scope, Scope) else " ".join(self.challenge) or None

    def offers(self, method: str) -> bool:
        """Return whether the row has this method; HEAD comes with GET."""
        return ("GET" if method == "HEAD" else method) in self.methods

    def demand(self, method: str) -> Demand:
        """Return what `method` asks of the caller; a method that the row has not asks what the least one does."""
        if not self.offers(method):
            method = self.methods[0]
        reads = method in SAFE
        return Demand(
            kinds=self.kinds,
            roles=self.roles if reads or self.writers is None else self.writers,
            scope=self.read if reads else self.write,
            machines=self.machines and reads,
            superuser=self.superuser,
            permission=self._permission(method),
            acting=self.acting is Acting.WRITING or (self.acting is Acting.READING and reads),
            recent=RECENT if method in self.recent else None,
            acr=Acr.TWO_FACTORS if method in self.two_factors else None,
        )

    def demands_of_fields(self, method: str, sent: Iterable[str]) -> list[Demand]:
        """Return what the fields of a body that was sent ask beyond the row.

        In a form `name[0]` and `name.part` write the field `name` too.
        """
        sent = {name.partition("[")[0].partition(".")[0] for name in sent}
        demand = self.demand(method)
        return [
            replace(demand, kinds=field.kinds, recent=field.recent, acr=field.acr)
            for field in self.fields
            if field.name in sent
        ]

    def _permission(self, method: str) -> str:
        application, _, model = self.model.partition(".")
        return f"{application}.{_ACTIONS[method]}_{model}" if model else ""


def collection(rule: Rule) -> tuple[Rule, Rule]:
    """Return the row of a list and that of its entries, which ask the same; `view` is what both classes' paths begin
    with: `...todo.Todo` stands for `TodoListView` and `TodoView`."""
    return (
        replace(rule, view=f"{rule.view}ListView", methods=LIST),
        replace(rule, route=f"{rule.route}{{id}}/", view=f"{rule.view}View", methods=ENTRY),
    )
