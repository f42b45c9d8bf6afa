"""The family of a grant: who allowed what, under which sign-in, and whether all of it still stands."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self, cast
from uuid import UUID

from django.contrib.auth import get_user_model

from oauth_server.protocol.models.cap import NO_CAP, Cap
from oauth_server.protocol.models.rows import read_duration, read_identifier, read_json, read_moment
from oauth_server.vocabulary import RefusalReason


@dataclass(frozen=True, slots=True)
class Person:
    """The resource owner as claims see them, with the roles held now."""

    pk: int
    subject: UUID
    username: str
    first_name: str
    last_name: str
    email: str
    email_verified: bool
    locale: str
    phone_number: str
    postal_address: str
    updated: datetime | None
    roles: tuple[str, ...]

    @classmethod
    def of(cls, user: Any, roles: frozenset[str]) -> Self:
        """Return the person of a user instance."""
        return cls(
            pk=user.pk,
            subject=user.subject,
            username=user.username,
            first_name=user.first_name,
            last_name=user.last_name,
            email=user.email,
            email_verified=user.email_verified,
            locale=user.locale,
            phone_number=user.phone_number,
            postal_address=user.postal_address,
            updated=user.updated,
            roles=tuple(sorted(roles)),
        )


@dataclass(frozen=True, slots=True)
class Family:
    """A grant with its person and its sign-in, as one statement read them. `expires` is the absolute end. `scope` and
    `roles` are those that the cap of the grant's client leaves; `withheld_roles` it takes."""

    grant: int
    application: int
    scope: frozenset[str]
    audience: str
    nonce: str
    redirect_uri: str
    code_challenge: str
    offline: bool
    expires: datetime
    revoked: bool
    sid: UUID | None
    session: int | None
    session_ended: bool
    auth_time: datetime | None
    acr: str
    amr: tuple[str, ...]
    user: Any
    roles: frozenset[str]
    epoch: int
    jkt: str
    """The thumbprint of the key that the grant is bound to (RFC 9449 section 10); empty where it is not."""
    claims: str
    """The `claims` parameter of the authorization request (OpenID Connect Core section 5.5) as JSON; empty without."""
    actor: Any
    """The `act` claim where somebody acts for the person (RFC 8693 section 4.1), else None."""
    actor_gone: bool
    """Whether who acts for the person may no longer."""
    lifetime: timedelta | None
    """The resource's own access token lifetime, where it has one."""
    token_format: str
    """The form that the resource asks for; empty where it leaves that to the client."""

    cap: Cap = NO_CAP
    withheld_roles: frozenset[str] = frozenset()

    @classmethod
    def read(cls, value: Any) -> Self:
        """Return the family that the `family` fragment of a statement gave."""
        found: Mapping[str, Any] = read_json(value)
        return cls._uncapped(found).held_to(Cap.read(found["cap_scopes"], found["cap_roles"]))

    @classmethod
    def _uncapped(cls, found: Mapping[str, Any]) -> Self:
        return cls(
            grant=found["grant"],
            application=found["application"],
            scope=frozenset(found["scope"].split()),
            audience=found["audience"],
            nonce=found["nonce"],
            redirect_uri=found["redirect_uri"],
            code_challenge=found["code_challenge"],
            offline=bool(found["offline"]),
            expires=cast("datetime", read_moment(found["expires"])),
            revoked=found["revoked_at"] is not None,
            sid=read_identifier(found["sid"]),
            session=found["session"],
            session_ended=found["ended_at"] is not None,
            auth_time=read_moment(found["auth_time"]),
            acr=found["acr"],
            amr=tuple(read_json(found["amr"])),
            user=_user(found),
            roles=frozenset(read_json(found["roles"]) or ()),
            epoch=found["epoch"],
            jkt=found["jkt"],
            claims=found["claims"],
            actor=read_json(found["actor"]),
            actor_gone=found["actor_grant"] is not None and not found["actor_stands"],
            lifetime=read_duration(None if found["lifetime"] is None else int(found["lifetime"])),
            token_format=found["token_format"] or "",
        )

    def held_to(self, cap: Cap) -> Self:
        """Return the family as a further client sees it, whose cap this is."""
        if cap == NO_CAP:
            return self
        roles = cap.of_roles(self.roles)
        return replace(
            self,
            scope=cap.of_scopes(self.scope),
            roles=roles,
            cap=self.cap & cap,
            withheld_roles=self.withheld_roles | (self.roles - roles),
        )

    @property
    def person(self) -> Person:
        """The resource owner."""
        return Person.of(self.user, self.roles)

    def requested(self, member: str) -> frozenset[str]:
        """Return which claims were asked for one by one, and agreed to, for `member`: `userinfo` or `id_token`."""
        return frozenset(json.loads(self.claims).get(member, ())) if self.claims else frozenset()

    def problem(self) -> RefusalReason | None:
        """Return why nothing of this family is good any more; None while it stands."""
        if self.revoked:
            return RefusalReason.REVOKED
        if not self.user.is_active:
            return RefusalReason.USER_DISABLED
        if self.user.credential_epoch != self.epoch:
            return RefusalReason.EPOCH
        if not self.offline and (self.session is None or self.session_ended):
            return RefusalReason.SESSION_ENDED
        return RefusalReason.ACTOR_GONE if self.actor_gone else None


def _user(found: Mapping[str, Any]) -> Any:
    """Return an instance of the user model without a query, and with what claims say of the person."""
    model: Any = get_user_model()
    values = {**found, **{name: read_identifier(found[name]) for name in ("subject", "audit_key")}}
    values |= {name: bool(found[name]) for name in ("is_active", "is_staff", "is_superuser")}
    user = model.from_standing(tuple(values[name] for name in model.STANDING_FIELDS))
    user.email_verified = bool(found["email_verified"])
    for name in ("locale", "phone_number", "postal_address"):
        setattr(user, name, found[name])
    user.updated = read_moment(found["updated"])
    return user
