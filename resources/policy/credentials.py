"""Which kinds of credential can open a method of a row, as this server is set up."""

from typing import Final

from django.conf import settings

from oauth_server.vocabulary import CredentialKind
from resources.demand import Callers
from resources.policy.rule import NEVER, Rule
from resources.principal import NARROWED, SIGNED_IN, WITHOUT_PERSON

KNOWS_WHEN: Final = SIGNED_IN | {CredentialKind.OAUTH2}
"""Credentials that know when the person signed in, and how, which a row may ask for."""


def credentials_of(rule: Rule, method: str) -> list[CredentialKind]:
    """Return the kinds that can open `method` of a row, in the vocabulary's order, without those that are off."""
    demand = rule.demand(method)
    kinds = set(demand.kinds) - switched_off()
    if demand.roles is not Callers.ANYONE:
        kinds.discard(CredentialKind.ANONYMOUS)
    if demand.scope is NEVER:
        kinds -= NARROWED
    if not demand.machines:
        kinds -= WITHOUT_PERSON
    if demand.recent is not None or demand.acr is not None:
        kinds &= KNOWS_WHEN
    return [kind for kind in CredentialKind if kind in kinds]


def switched_off() -> frozenset[CredentialKind]:
    """Return the kinds that this server takes nowhere."""
    switches = {
        CredentialKind.BASIC: settings.BASIC_AUTHENTICATION,
        CredentialKind.REMOTE_USER: settings.REMOTE_USER_HEADER,
    }
    return frozenset(kind for kind, switch in switches.items() if not switch)
