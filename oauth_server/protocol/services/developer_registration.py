"""Applications that developers register for themselves: who may, how many, and what waits (contract: Registration)."""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.db import transaction

from accounts.services import guessing
from oauth_server.protocol.models import Application, DeveloperPolicy
from oauth_server.protocol.services.clients import Registration, register_client
from oauth_server.vocabulary import DEFAULT_SCOPES, GrantType

Approval = Application.Approval
COUNTER: Final = "developer_registration"
MOST: Final = 3 * guessing.LIMIT
"""Applications that one person registers in a quarter of an hour, those that they delete again among them."""


class Hindrance(Enum):
    """Why somebody may not register an application."""

    NOBODY_MAY = "nobody"
    STAFF_ONLY = "staff"
    ADDRESS_UNVERIFIED = "unverified"
    TOO_MANY = "too_many"
    TOO_FAST = "too_fast"


class MayNotRegister(Exception):
    """The policy, or what the person has already, stands against it; no application was written. `retry_after`: the
    seconds after which it does not any more, 0 where time changes nothing."""

    def __init__(self, hindrance: Hindrance, *, retry_after: int = 0) -> None:
        super().__init__(hindrance.value)
        self.hindrance = hindrance
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Registered:
    """A new application, and its secret where it uses one: known here and never again."""

    application: Application
    secret: str | None


def hindrance_for(owner: Any, policy: DeveloperPolicy) -> Hindrance | None:
    """Return what keeps this person from registering one more application; None where nothing does."""
    if policy.who == DeveloperPolicy.Who.NOBODY:
        return Hindrance.NOBODY_MAY
    if policy.who == DeveloperPolicy.Who.STAFF and not owner.is_staff:
        return Hindrance.STAFF_ONLY
    if policy.who == DeveloperPolicy.Who.EVERYBODY and not (owner.email_verified or owner.is_staff):
        return Hindrance.ADDRESS_UNVERIFIED
    if Application.objects.filter(user_id=owner.pk).count() >= policy.at_most:
        return Hindrance.TOO_MANY
    return None


def waits(policy: DeveloperPolicy, *, grant_types: str, scopes: str) -> bool:
    """Return whether an application of these grants and scopes (space separated) waits for an administrator.

    A machine that asks for more than the default scopes always does: no role narrows what it reads, and whoever
    registers it would reach further by it than by themselves.
    """
    grants, beyond = set(grant_types.split()), set(scopes.split()) - set(map(str, DEFAULT_SCOPES))
    if policy.waits == DeveloperPolicy.Waits.ALL:
        return True
    if policy.waits == DeveloperPolicy.Waits.SENSITIVE:
        return bool(beyond or {GrantType.CLIENT_CREDENTIALS, GrantType.TOKEN_EXCHANGE} & grants)
    return bool(beyond and GrantType.CLIENT_CREDENTIALS in grants)


def register_own(*, owner: Any, registration: Registration) -> Registered:
    """Register an application of `owner`, one after the other for one person, so that the number holds.

    Raise MayNotRegister, and ValidationError, by column, for what no client may be registered as. Each attempt counts,
    so that nobody fills the trail by making applications and deleting them again; never call it inside a transaction.
    """
    try:
        guessing.spend_recorded(COUNTER, str(owner.pk), person=owner, limit=MOST)
    except guessing.TooManyGuesses as refused:
        raise MayNotRegister(Hindrance.TOO_FAST, retry_after=refused.retry_after) from None
    return _registered(owner, registration)


@transaction.atomic
def _registered(owner: Any, registration: Registration) -> Registered:
    locked = get_user_model()._default_manager.select_for_update(of=("self",)).get(pk=owner.pk)
    policy = DeveloperPolicy.current()
    if hindrance := hindrance_for(locked, policy):
        raise MayNotRegister(hindrance)
    columns = registration.columns()
    waiting = waits(policy, grant_types=columns["grant_types"], scopes=columns["scopes"])
    own = {"user": locked, "enabled": not waiting, "approval": Approval.WAITING if waiting else ""}
    owned = replace(registration, metadata={**registration.metadata, **own})
    return Registered(*register_client(owned, by=locked))
