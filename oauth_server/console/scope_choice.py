"""The scopes that a person decides about: what each says, what it opens to them today, what they left ticked."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from oauth_server.protocol.scopes import wire
from oauth_server.vocabulary import SCOPES, Scope
from resources.policy import scope_today
from resources.principal import Principal


def described(
    scope: frozenset[str], person: Principal, *, remembered: frozenset[str] = frozenset()
) -> list[dict[str, Any]]:
    """Return what `oauth/parts/scope.html` shows of each, in the vocabulary's order."""
    return [_described(Scope(name), person, remembered) for name in wire(scope).split()]


def ticked(scope: frozenset[str], form: QueryDict) -> frozenset[str]:
    """Return what of `scope` a posted form allows: what stayed ticked, and what nobody may untick."""
    kept = frozenset(form.getlist("scope"))
    return frozenset(name for name in scope if name in kept or not SCOPES[Scope(name)].optional)


def _described(name: Scope, person: Principal, remembered: frozenset[str]) -> dict[str, Any]:
    today, because = scope_today(name, person)
    return {
        "name": str(name),
        "text": _(SCOPES[name].text),
        "optional": SCOPES[name].optional,
        "new": bool(remembered) and name not in remembered,
        "today": today,
        "because": because,
    }
