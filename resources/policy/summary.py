"""What the table says to one caller: the map of the API and the home page."""

from typing import Any

from django.utils.translation import gettext as _

from resources.decision import decide
from resources.policy.resources import RESOURCES
from resources.policy.rule import SAFE, Rule
from resources.policy.words import own_only, scopes, sentence, who_may
from resources.principal import Principal


def what_may(principal: Principal) -> list[dict[str, Any]]:
    """Return a row for each address: `path`, `methods`, `who`, `scope`, `allowed` (some method is), and `why`."""
    return [_row(rule, principal) for rule in RESOURCES]


def methods_open_to(principal: Principal) -> list[dict[str, Any]]:
    """Return the addresses that the caller may use now, with the methods that are open to it."""
    opened = ((rule, _open(rule, principal)) for rule in RESOURCES)
    return [{"path": rule.path, "methods": methods} for rule, methods in opened if methods]


def _row(rule: Rule, principal: Principal) -> dict[str, Any]:
    opened = _open(rule, principal)
    return {
        "path": rule.path,
        "methods": ", ".join(rule.methods),
        "who": who_may(rule),
        "scope": scopes(rule),
        "allowed": bool(opened),
        "why": " ".join(filter(None, _why(rule, principal, opened))),
    }


def _open(rule: Rule, principal: Principal) -> list[str]:
    return [method for method in rule.methods if decide(principal, rule.demand(method)) is None]


def _why(rule: Rule, principal: Principal, opened: list[str]) -> list[str]:
    denials = (decide(principal, rule.demand(method)) for method in rule.methods)
    refusal = next((denial.detail for denial in denials if denial), "")
    if not opened:
        return [refusal]
    only = _("%(methods)s only. %(refusal)s") % {"methods": ", ".join(opened), "refusal": refusal} if refusal else ""
    return [only, sentence(own_only(rule, principal)), *_closed_fields(rule, principal, opened)]


def _closed_fields(rule: Rule, principal: Principal, opened: list[str]) -> list[str]:
    """What of a body the caller may not write although the method is open."""
    written = [method for method in opened if method not in SAFE and method != "DELETE"]
    denials = {
        field.name: decide(principal, demand)
        for field in rule.fields
        for method in written
        for demand in rule.demands_of_fields(method, [field.name])
    }
    return [
        _("Not the field %(name)s: %(refusal)s") % {"name": name, "refusal": denial.detail}
        for name, denial in denials.items()
        if denial
    ]
