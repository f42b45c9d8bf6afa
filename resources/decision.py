"""Allow or deny, by named steps in a fixed order; a denial names the step that refused (RFC 6750, RFC 9470)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from rest_framework import status

from accounts.roles import Role
from oauth_server.vocabulary import NOTHING_WITHHELD, OAuthError
from resources.demand import Callers, Custom, Demand, Unscoped
from resources.denial import Denial
from resources.principal import Principal
from resources.steps import STEP_OF, Step

NO_CREDENTIAL: Final = "no credential was sent"
CAP_OF_ROLES: Final = "cap_roles"
CAP_OF_SCOPES: Final = "cap_scopes"
"""The columns by which administrators cap an application: a reason that ends in one says that the cap refused."""


def credential(principal: Principal, demand: Demand) -> Denial | None:
    """Is there a credential where one is needed, and is it of a kind that the row takes?"""
    if principal.is_anonymous and demand.roles is not Callers.ANYONE:
        return Denial(
            status.HTTP_401_UNAUTHORIZED,
            _("Authentication credentials were not provided."),
            step=STEP_OF[principal.lost] if principal.lost else Step.RECOGNISED,
            reason=principal.lost or NO_CREDENTIAL,
        )
    if principal.kind not in demand.kinds:
        return _forbidden(
            Step.KIND, _("This kind of credential is not accepted here."), f"{principal.kind} is not taken"
        )
    return None


def machine(principal: Principal, demand: Demand) -> Denial | None:
    """Is there a person, or does the row let machine clients in?"""
    if principal.is_machine and not demand.machines:
        return _forbidden(Step.MACHINE, _("No person stands behind this credential."), "machine clients are not let in")
    return None


def acting(principal: Principal, demand: Demand) -> Denial | None:
    """Does the person ask, or does the row let in who acts for them?"""
    if principal.is_acting and not demand.acting:
        detail = _("Nobody may do this while acting for another person.")
        return _forbidden(Step.ACTING, detail, "an administrator acts for the person")
    return None


def role(principal: Principal, demand: Demand) -> Denial | None:
    """Is the person one of those whom the row lets in, now, by what counts through the application? A machine that came
    this far needs no role."""
    denial = _role(principal, demand)
    withheld = principal.withheld
    if denial is None or not withheld.roles_capped:
        return denial
    held = principal.roles | {role for role in Role if role in withheld.roles}
    if _role(replace(principal, roles=held, withheld=NOTHING_WITHHELD), demand) is not None:
        return denial
    detail = _("What lets the person in does not count through this application.")
    return replace(denial, detail=detail, reason=f"{denial.reason}, by {CAP_OF_ROLES}")


def _role(principal: Principal, demand: Demand) -> Denial | None:
    if principal.is_machine or (demand.superuser and principal.is_superuser):
        return None
    if isinstance(demand.roles, frozenset):
        if principal.roles & demand.roles:
            return None
        names = sorted(demand.roles)
        detail = _("This needs the role %(role)s.") % {"role": _(" or ").join(names)}
        return _forbidden(Step.ROLE, detail, f"holds none of {' or '.join(names)}")
    if isinstance(demand.roles, Custom):
        if demand.roles.holds(principal):
            return None
        name = demand.roles.name
        return _forbidden(Step.ROLE, _("This is for %(name)s.") % {"name": name}, f"is none of {name}")
    if demand.roles is Callers.STAFF and not principal.is_staff:
        return _forbidden(Step.ROLE, _("This is for staff."), "is not staff")
    if demand.roles is Callers.MODEL_PERMISSIONS and not principal.has_permission(demand.permission):
        detail = _("This needs the permission %(permission)s.") % {"permission": demand.permission}
        return _forbidden(Step.ROLE, detail, f"does not hold {demand.permission}")
    return None


_MISSING: Final = gettext_noop("The credential needs the scope %(scope)s.")
_CAPPED: Final = gettext_noop("The scope %(scope)s does not count for this application.")


def scope(principal: Principal, demand: Demand) -> Denial | None:
    """Is a narrowed credential wide enough? Scopes only narrow: this comes after the role."""
    if not principal.is_narrowed or demand.scope is Unscoped.NOT_NEEDED:
        return None
    if isinstance(demand.scope, Unscoped):
        detail = _("No application and no key may do this for a person.")
        return _forbidden(Step.SCOPE, detail, "no scope opens this")
    if principal.has_scope(demand.scope):
        return None
    capped = demand.scope in principal.withheld.scopes
    return Denial(
        status.HTTP_403_FORBIDDEN,
        _(_CAPPED if capped else _MISSING) % {"scope": demand.scope},
        error=OAuthError.INSUFFICIENT_SCOPE,
        scope=demand.scope,
        step=Step.SCOPE,
        reason=f"{demand.scope} is missing{f', by {CAP_OF_SCOPES}' if capped else ''}",
    )


def step_up(principal: Principal, demand: Demand) -> Denial | None:
    """Has the person signed in recently enough, and surely enough? A credential that does not know when never opens a
    row that asks either."""
    if demand.recent is None and demand.acr is None:
        return None
    if principal.auth_time is None:
        if demand.recent is None:
            detail = _("This needs a sign-in by a second factor, which this kind of credential has not.")
        else:
            detail = _("This needs a recent sign-in, which this kind of credential has not.")
        return _forbidden(Step.STEP_UP, detail, f"{principal.kind} does not know when the person signed in")
    old = demand.recent is not None and timezone.now() - principal.auth_time > demand.recent
    weak = demand.acr is not None and not demand.acr.is_reached_by(principal.acr)
    if not old and not weak:
        return None
    reasons = {"the sign-in lies too far back": old, "the sign-in was by one factor": weak}
    return Denial(
        status.HTTP_401_UNAUTHORIZED,
        _signed_in_anew(old=old, weak=weak),
        error=OAuthError.INSUFFICIENT_USER_AUTHENTICATION,
        acr_values=demand.acr,
        max_age=None if demand.recent is None else int(demand.recent.total_seconds()),
        step=Step.STEP_UP,
        reason=" and ".join(words for words, holds in reasons.items() if holds),
    )


def _signed_in_anew(*, old: bool, weak: bool) -> str:
    if old and weak:
        return _("This needs a more recent sign-in and a sign-in by a second factor.")
    return _("This needs a more recent sign-in.") if old else _("This needs a sign-in by a second factor.")


STEPS: Final[tuple[Callable[[Principal, Demand], Denial | None], ...]] = (
    credential,
    machine,
    acting,
    role,
    scope,
    step_up,
)
"""The object rule comes last, in the query: another's object is not found."""


def decide(principal: Principal, demand: Demand) -> Denial | None:
    """Return None to allow, or the denial of the first step that refuses; those before it passed."""
    for step in STEPS:
        if denial := step(principal, demand):
            return denial
    return None


def _forbidden(step: Step, detail: str, reason: str) -> Denial:
    return Denial(status.HTTP_403_FORBIDDEN, detail, step=step, reason=reason)
