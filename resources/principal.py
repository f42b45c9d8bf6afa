"""Who is asking: one frozen value for every kind of credential."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self
from uuid import UUID

from accounts.roles import Role, roles_holding
from oauth_server.vocabulary import (
    NOTHING_WITHHELD,
    AccessTokenFacts,
    CredentialKind,
    RefusalReason,
    Withheld,
    person_acts,
)

NARROWED: Final = frozenset(
    {CredentialKind.OAUTH2, CredentialKind.OAUTH2_MACHINE, CredentialKind.API_KEY, CredentialKind.SERVICE_KEY}
)
"""Credentials that reach no further than their scopes, always: a third party's, and every key."""
OF_APPLICATIONS: Final = frozenset({CredentialKind.OAUTH2, CredentialKind.OAUTH2_MACHINE})
"""Credentials that a client holds."""
WITHOUT_PERSON: Final = frozenset({CredentialKind.OAUTH2_MACHINE, CredentialKind.SERVICE_KEY})
"""Credentials behind which no person stands."""
SIGNED_IN: Final = frozenset({CredentialKind.SESSION, CredentialKind.JWT})
"""Credentials that know when the person signed in."""


@dataclass(frozen=True, slots=True)
class Principal:
    """The caller as the decision sees it, read live; `user` is None for a machine and for nobody.

    `scopes` None means not narrowed, which only a first-party credential may be. `client_id` names the application, or
    the key by its hint.
    """

    kind: CredentialKind
    user: Any = None
    roles: frozenset[Role] = frozenset()
    scopes: frozenset[str] | None = None
    client_id: str | None = None
    client_name: str | None = None
    audience: str | None = None
    sid: UUID | None = None
    session_id: int | None = None
    auth_time: datetime | None = None
    amr: tuple[str, ...] = ()
    acr: str | None = None
    expires: datetime | None = None
    confirmation: str | None = None
    """The thumbprint of the key whose possession was proved; None for a bearer."""
    actor: Mapping[str, Any] | None = None
    """The `act` claim (RFC 8693 section 4.1): who uses a token that speaks for another; None where nobody does."""
    ambient: bool = False
    """Whether the browser or the proxy sent the credential along by itself."""
    withheld: Withheld = NOTHING_WITHHELD
    """What the cap of the client takes: neither its scopes nor its roles stand in `scopes` and `roles`."""
    lost: RefusalReason | None = None
    """Why the session of a caller that counts as nobody does not count."""

    @classmethod
    def from_facts(cls, kind: CredentialKind, facts: AccessTokenFacts) -> Self:
        """Return the principal of a verified credential; a group that is no role gives none."""
        return cls(
            kind=kind,
            user=facts.user,
            roles=frozenset(role for role in Role if role in facts.roles),
            scopes=facts.scopes or frozenset() if kind in NARROWED else facts.scopes,
            client_id=facts.client_id,
            client_name=facts.client_name,
            audience=facts.audience,
            sid=facts.sid,
            session_id=facts.session_id,
            auth_time=facts.auth_time,
            amr=facts.amr,
            acr=facts.acr,
            expires=facts.expires,
            actor=facts.actor,
            confirmation=facts.confirmation,
            withheld=facts.withheld,
        )

    @property
    def is_anonymous(self) -> bool:
        """Whether no credential was shown."""
        return self.kind is CredentialKind.ANONYMOUS

    @property
    def is_machine(self) -> bool:
        """Whether a credential was shown behind which no person stands."""
        return self.user is None and not self.is_anonymous

    @property
    def is_narrowed(self) -> bool:
        """Whether the credential reaches no further than its scopes."""
        return self.kind in NARROWED

    @property
    def is_acting(self) -> bool:
        """Whether another person acts for this one, rather than a client that passes a call on."""
        return person_acts(self.actor)

    @property
    def is_staff(self) -> bool:
        """Whether the person is staff, through a capped client by the role that makes staff; a machine never is."""
        counts = not self.withheld.roles_capped or Role.ADMIN in self.roles
        return self.user is not None and bool(self.user.is_staff) and counts

    @property
    def is_superuser(self) -> bool:
        """Whether the person counts as a superuser; through a client of capped roles nobody does, a machine never."""
        return self.user is not None and bool(self.user.is_superuser) and not self.withheld.roles_capped

    def has_permission(self, permission: str) -> bool:
        """Return whether the person holds a model permission, such as `resources.add_report`, now; through a client of
        capped roles, by a role that counts."""
        counts = not self.withheld.roles_capped or bool(self.roles & roles_holding(permission))
        return self.user is not None and counts and bool(self.user.has_perm(permission))

    def has_scope(self, scope: str) -> bool:
        """Return whether the credential reaches what `scope` stands for."""
        return self.scopes is None or scope in self.scopes


ANONYMOUS: Final = Principal(kind=CredentialKind.ANONYMOUS)
