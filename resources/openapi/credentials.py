"""Which credentials an operation takes, as security requirements (OpenAPI 3.1 section 4.8.30)."""

from typing import Final

from django.conf import settings

from oauth_server.vocabulary import CredentialKind, Scope
from resources.decision import Callers
from resources.policy.rule import NEVER, SAFE, SIGNED_IN, Rule
from resources.principal import NARROWED

ACCESS_COOKIE: Final = "access_cookie"
CSRF: Final = "csrf"
MACHINES: Final = frozenset({CredentialKind.OAUTH2_MACHINE, CredentialKind.SERVICE_KEY})
KNOWS_WHEN: Final = SIGNED_IN | {CredentialKind.OAUTH2}
"""Credentials that know when the person signed in, which a row may ask for."""


def credentials_of(rule: Rule, method: str) -> list[CredentialKind]:
    """Return the kinds that can open `method` of a row, in the vocabulary's order, without those that are off."""
    demand = rule.demand(method)
    kinds = set(demand.kinds) - _switched_off()
    if demand.roles is not Callers.ANYONE:
        kinds.discard(CredentialKind.ANONYMOUS)
    if demand.scope is NEVER:
        kinds -= NARROWED
    if not demand.machines:
        kinds -= MACHINES
    if demand.recent is not None:
        kinds &= KNOWS_WHEN
    return [kind for kind in CredentialKind if kind in kinds]


def requirements_of(rule: Rule, method: str) -> list[dict[str, list[str]]]:
    """Return the alternatives, one of which a request must meet; an empty one means that none is needed."""
    scope = rule.demand(method).scope
    scopes = [str(scope)] if isinstance(scope, Scope) else []
    csrf: dict[str, list[str]] = {} if method in SAFE else {CSRF: []}
    requirements: list[dict[str, list[str]]] = []
    for kind in credentials_of(rule, method):
        if kind is CredentialKind.ANONYMOUS:
            requirements.append({})
        elif kind is CredentialKind.SESSION:
            requirements += [{str(kind): [], **csrf}, {ACCESS_COOKIE: [], **csrf}]
        elif kind is not CredentialKind.REMOTE_USER:  # the proxy's own business: no caller can send it
            requirements.append({str(kind): scopes if kind in NARROWED else []})
    return requirements


def _switched_off() -> set[CredentialKind]:
    switches = {
        CredentialKind.BASIC: settings.BASIC_AUTHENTICATION,
        CredentialKind.REMOTE_USER: settings.REMOTE_USER_HEADER,
    }
    return {kind for kind, switch in switches.items() if not switch}
