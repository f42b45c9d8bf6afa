"""Who may act for whom: an administrator, freshly proved by two factors, for a person who holds nothing more (RFC 8693
section 1.1)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from accounts.audit.record import AuditEventName, record
from accounts.models import User
from accounts.roles import ACT_FOR_PERSON
from accounts.services.authentication_methods import TWO_FACTORS
from accounts.services.notices import tell_of_acting
from oauth_server.vocabulary import OAuthError

FRESH: Final = timedelta(minutes=5)
"""How long ago the administrator may have signed in."""
LONGEST: Final = timedelta(minutes=15)
"""How long one permission to act lasts."""
SHORTEST_REASON: Final = 5
LONGEST_REASON: Final = 300
"""Characters of a reason."""


class MayNotAct(Exception):
    """Nobody acts for anybody; `error` is the wire's word, the message says why."""

    def __init__(self, error: OAuthError, message: str) -> None:
        super().__init__(message)
        self.error = error


def readable_reason(reason: str) -> str:
    """Return why somebody wants to act, as one line; raise MayNotAct where it is none, too long, or not text."""
    told = " ".join(reason.split())
    if not (SHORTEST_REASON <= len(told) <= LONGEST_REASON and told.isprintable()):
        said = f"reason is required: {SHORTEST_REASON} to {LONGEST_REASON} printable characters."
        raise MayNotAct(OAuthError.INVALID_REQUEST, said)
    return told


def person_to_act_for(
    *, actor: User, auth_time: datetime | None, acr: str | None, named: Callable[[], User | None]
) -> User:
    """Return the person whom `named` finds, whom `actor` may act for, who signed in at `auth_time` on the level `acr`.

    Raises MayNotAct. What the person is to the server is told only to whoever may act at all.
    """
    if not actor.is_active or not actor.has_perm(ACT_FOR_PERSON):
        raise MayNotAct(OAuthError.ACCESS_DENIED, "This person may not act for others.")
    if acr != TWO_FACTORS or auth_time is None or timezone.now() - auth_time > FRESH:
        said = f"Sign in again by a second factor: it may lie {int(FRESH.total_seconds()) // 60} minutes back at most."
        raise MayNotAct(OAuthError.INSUFFICIENT_USER_AUTHENTICATION, said)
    person = named()
    if person is None or not person.is_active:
        raise MayNotAct(OAuthError.INVALID_REQUEST, "subject_token names nobody whose account is active.")
    if person.pk == actor.pk:
        raise MayNotAct(OAuthError.ACCESS_DENIED, "Nobody acts for themselves.")
    if not _within_reach(person, actor):
        raise MayNotAct(OAuthError.ACCESS_DENIED, "The person holds what whoever acts for them does not.")
    return person


def record_acting(
    *, person: User, actor: User, client_id: str, application: str, reason: str, until: datetime, scope: str
) -> None:
    """Append to the trail that `actor` acts for `person` until then, and tell the person once it is so."""
    detail = {"reason": reason, "scope": scope, "until": until.isoformat(timespec="seconds")}
    record(AuditEventName.ACTED_FOR_PERSON, person=person, actor=actor, client=client_id, detail=detail)
    tell_of_acting(user=person, actor=actor, application=application, reason=reason, until=until)


def record_refusal(*, actor: User, client_id: str, refusal: MayNotAct) -> None:
    """Append to the trail that `actor` wanted to act for somebody and was refused."""
    record(AuditEventName.ACTING_REFUSED, person=actor, client=client_id, detail={"why": str(refusal.error)})


def _within_reach(person: User, actor: User) -> bool:
    """Return whether the person is nothing, and holds nothing, that the actor is not or does not hold."""
    if person.is_superuser or (person.is_staff and not actor.is_staff):
        return False
    groups = set(person.groups.values_list("pk", flat=True)) <= set(actor.groups.values_list("pk", flat=True))
    return groups and person.get_all_permissions() <= actor.get_all_permissions()
