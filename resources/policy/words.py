"""Whom a row lets in, and which rows of its table, in words for people."""

from django.utils.translation import gettext as _

from accounts.roles import Role, roles_holding
from resources.decision import Callers, Custom, Demand
from resources.policy.objects import own_unless_hr, owned_by_user
from resources.policy.rule import SAFE, Rule
from resources.principal import Principal


def who_may(rule: Rule) -> str:
    """Return whom the row lets in; who writes is named where they are others than who reads."""
    written = next((method for method in rule.methods if method not in SAFE), "")
    if not written or rule.writers is None:
        return _whom(rule.demand(rule.methods[0]))
    words = {"readers": _whom(rule.demand("GET")), "writers": _whom(rule.demand(written))}
    return _("%(readers)s; writing: %(writers)s") % words


def roles_of(demand: Demand) -> list[str]:
    """Return the roles that a demand is met by: those it names, or those that come with its model permission."""
    if isinstance(demand.roles, frozenset):
        return sorted(demand.roles)
    return sorted(roles_holding(demand.permission)) if demand.roles is Callers.MODEL_PERMISSIONS else []


def own_only(rule: Rule, principal: Principal) -> str:
    """Return what of the table the caller may know of where that is not all ("" where it is)."""
    if rule.objects is owned_by_user:
        return _("Your own entries only.")
    if rule.objects is own_unless_hr and Role.HR not in principal.roles:
        return _("Your own record only.")
    return ""


def _whom(demand: Demand) -> str:
    names = ", ".join(roles_of(demand))
    if isinstance(demand.roles, Custom):
        return demand.roles.name
    words = {
        Callers.ANYONE: _("Anyone"),
        Callers.ANY_USER: _("Any user"),
        Callers.STAFF: _("Staff"),
        Callers.MODEL_PERMISSIONS: _("%(roles)s, by permission") % {"roles": names} if names else _("By permission"),
    }
    whom = words[demand.roles] if isinstance(demand.roles, Callers) else names
    return _("%(roles)s or superuser") % {"roles": whom} if demand.superuser else whom
