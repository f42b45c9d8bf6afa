"""What a scope opens to a person today, for the consent page: an application never reaches further than they do."""

from django.utils.translation import gettext as _

from accounts.roles import ACT_FOR_PERSON
from oauth_server.vocabulary import SCOPES, Scope
from resources.decision import CAP_OF_ROLES, role
from resources.demand import Callers, Custom, Demand
from resources.policy.resources import RESOURCES
from resources.policy.rule import Rule
from resources.policy.words import own_only, roles_of
from resources.principal import Principal


def scope_today(scope: str, principal: Principal) -> tuple[bool, str]:
    """Return whether the scope opens anything today to this person, and a sentence that says what of it, and why ("" if
    that is all that the scope itself says)."""
    demands = ((rule, rule.demand(method)) for rule in RESOURCES for method in rule.methods)
    asked = [(rule, demand) for rule, demand in demands if demand.scope == scope]
    opened = [(rule, demand) for rule, demand in asked if role(principal, demand) is None]
    if opened:
        return True, _today(*next((found for found in opened if found[0].objects), opened[0]), principal)
    if asked and any(
        (denial := role(principal, demand)) and denial.reason.endswith(CAP_OF_ROLES) for _rule, demand in asked
    ):
        return False, _("Nothing today: the role that you hold for it does not count through this application.")
    if asked:
        names = _(" or ").join(roles_of(asked[0][1]))
        return False, _("Nothing today: it needs the role %(role)s, which you do not have.") % {"role": names}
    if scope == Scope.ADMIN_ACT and not principal.has_permission(ACT_FOR_PERSON):
        return False, _("Nothing today: you may not act for others.")
    if scope in SCOPES and not SCOPES[scope].resource:  # type: ignore[index] # - a member equals its word
        return True, ""
    return False, _("Nothing today: no address asks for it.")


def _today(rule: Rule, demand: Demand, principal: Principal) -> str:
    """Return which rows, and because of what, as far as either narrows."""
    own, because = own_only(rule, principal), _because(rule, demand, principal)
    rows = str(own or (rule.objects.everything if rule.objects else ""))
    if rows and because:
        return _("Today: %(rows)s, because %(because)s.") % {"rows": rows, "because": because}
    if rows:
        return _("Today: %(rows)s.") % {"rows": rows}
    return _("It can do so today, because %(because)s.") % {"because": because} if because else ""


def _because(rule: Rule, demand: Demand, principal: Principal) -> str:
    wider = rule.objects.wider if rule.objects else frozenset()
    if held := [name for name in (*sorted(wider), *roles_of(demand)) if name in principal.roles]:
        return _("you are %(role)s") % {"role": held[0]}
    if isinstance(demand.roles, Custom):
        return _("you are one of %(name)s") % {"name": demand.roles.name}
    if demand.roles in {Callers.ANYONE, Callers.ANY_USER}:
        return ""
    if demand.roles is Callers.STAFF:
        return _("you are staff")
    return _("you are a superuser") if principal.is_superuser else _("you hold its permission")
