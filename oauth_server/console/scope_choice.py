"""The scopes that a person decides about: what each says, what it opens to them today, what they left ticked."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from oauth_server.console.claim_words import CLAIM_WORDS
from oauth_server.protocol.scopes import wire
from oauth_server.vocabulary import SCOPES, Scope
from resources.policy import scope_today
from resources.principal import Principal

Named = Mapping[str, Sequence[str]]
"""Claims by the scope that gives them, where no more of the scope is asked for."""


def described(
    scope: frozenset[str], person: Principal, *, remembered: frozenset[str] = frozenset(), named: Named
) -> list[dict[str, Any]]:
    """Return what `oauth/parts/scope.html` shows of each, in the vocabulary's order; acting while the person is away
    comes last, where the page goes on to say for how long."""
    names = sorted(wire(scope).split(), key=lambda name: name == Scope.OFFLINE_ACCESS)
    return [_described(Scope(name), person, remembered, named.get(name, ())) for name in names]


def ticked(scope: frozenset[str], form: QueryDict) -> frozenset[str]:
    """Return what of `scope` a posted form allows: what stayed ticked, and what nobody may untick."""
    kept = frozenset(form.getlist("scope"))
    return frozenset(name for name in scope if name in kept or not SCOPES[Scope(name)].optional)


def _described(name: Scope, person: Principal, remembered: frozenset[str], claims: Sequence[str]) -> dict[str, Any]:
    today, says = scope_today(name, person)
    words = [str(CLAIM_WORDS[claim]) for claim in claims]
    return {
        "name": str(name),
        "text": _(SCOPES[name].text),
        "optional": SCOPES[name].optional,
        "new": bool(remembered) and name not in remembered,
        "today": today,
        "says": says,
        "claims": get_text_list(words, _("and")) if words else "",
    }
