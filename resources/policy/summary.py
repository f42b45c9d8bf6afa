"""What the table says, in words for people: the map of the API, the home page and the consent page."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from oauth_server.vocabulary import SCOPES
from resources.decision import Callers, decide
from resources.policy.resources import RESOURCES
from resources.policy.rule import Rule
from resources.principal import Principal


def what_may(principal: Principal) -> list[dict[str, Any]]:
    """Return a row for each address: `path`, `methods`, `who`, `scope`, `allowed` (some method is), and `why`."""
    return [_row(rule, principal) for rule in RESOURCES]


def methods_open_to(principal: Principal) -> list[dict[str, Any]]:
    """Return the addresses that the caller may use now, with the methods that are open to it."""
    opened = ((rule, _open(rule, principal)) for rule in RESOURCES)
    return [{"path": rule.path, "methods": methods} for rule, methods in opened if methods]


def scope_today(scope: str, roles: Iterable[str], *, superuser: bool = False) -> tuple[bool, str]:
    """Return whether the scope opens anything today to a person of these roles, and because of what ("" if plain)."""
    rows = [rule for rule in RESOURCES if scope in {rule.read, rule.write}]
    held = set(roles)
    for rule in rows:
        if not isinstance(rule.roles, frozenset):
            return True, ""
        if matching := sorted(rule.roles & held):
            return True, _("you are %(role)s") % {"role": matching[0]}
        if rule.superuser and superuser:
            return True, _("you are a superuser")
    if rows:
        return False, _("it needs the role %(role)s, which you do not hold") % {"role": _roles(rows[0])}
    if scope in SCOPES and not SCOPES[scope].resource:  # type: ignore[index] # - a member equals its word
        return True, ""
    return False, _("no address asks for it")


def _row(rule: Rule, principal: Principal) -> dict[str, Any]:
    opened = _open(rule, principal)
    refusal = next((denial for method in rule.methods if (denial := decide(principal, rule.demand(method)))), None)
    return {
        "path": rule.path,
        "methods": ", ".join(rule.methods),
        "who": _who(rule),
        "scope": ", ".join(rule.scopes),
        "allowed": bool(opened),
        "why": _why(rule, opened, refusal.detail if refusal else ""),
    }


def _open(rule: Rule, principal: Principal) -> list[str]:
    return [method for method in rule.methods if decide(principal, rule.demand(method)) is None]


def _why(rule: Rule, opened: list[str], refusal: str) -> str:
    if opened and refusal:
        return _("%(methods)s only. %(refusal)s") % {"methods": ", ".join(opened), "refusal": refusal}
    if opened and rule.objects:
        return _("Your own entries only.")
    return refusal


def _who(rule: Rule) -> str:
    if rule.roles is Callers.ANYONE:
        return _("Anyone")
    if rule.roles is Callers.ANY_USER:
        return _("Any user")
    return _("%(roles)s or superuser") % {"roles": _roles(rule)} if rule.superuser else _roles(rule)


def _roles(rule: Rule) -> str:
    return ", ".join(sorted(rule.roles)) if isinstance(rule.roles, frozenset) else ""
