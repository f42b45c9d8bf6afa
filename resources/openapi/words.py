"""What a row says of one method, as data and in words: the member `x-policy` of an operation."""

from typing import Any, Final

from accounts.roles import roles_holding
from oauth_server.vocabulary import CredentialKind, Scope
from resources.decision import Callers, Custom, Demand
from resources.openapi.credentials import MACHINES, credentials_of
from resources.policy import DOORS
from resources.policy.objects import every_row
from resources.policy.rule import Rule

OF_ONES_OWN: Final = frozenset({"keys", "password", "profile"})
"""First-party paths at which a person keeps what is theirs, rather than signing in."""


def policy_of(rule: Rule, method: str) -> dict[str, Any]:
    """Return who may call `method` of a row: in words, by role, scope and credential; `recent_sign_in` in seconds."""
    demand = rule.demand(method)
    credentials = credentials_of(rule, method)
    return {
        "who": who(demand),
        "roles": sorted(demand.roles) if isinstance(demand.roles, frozenset) else [],
        "permission": demand.permission if demand.roles is Callers.MODEL_PERMISSIONS else None,
        "superuser": demand.superuser,
        "own_rows": rule.objects not in {None, every_row},
        "scopes": [str(demand.scope)] if isinstance(demand.scope, Scope) else [],
        "machines": bool(MACHINES & set(credentials)),
        "recent_sign_in": int(demand.recent.total_seconds()) if demand.recent else None,
        "credentials": [str(kind) for kind in credentials],
        "fields": [
            {
                "name": field.name,
                "credentials": [str(kind) for kind in CredentialKind if kind in field.kinds],
                "recent_sign_in": int(field.recent.total_seconds()) if field.recent else None,
            }
            for field in rule.fields
        ],
    }


def who(demand: Demand) -> str:
    """Return whom a demand lets in, in words for people."""
    roles = demand.roles
    if isinstance(roles, Custom):
        return roles.name[:1].upper() + roles.name[1:]
    if isinstance(roles, frozenset):
        return " or ".join([*sorted(roles), *(["a superuser"] if demand.superuser else [])])
    if roles is Callers.MODEL_PERMISSIONS:
        holders = ", ".join(sorted(roles_holding(demand.permission)))
        return f"Whoever holds the permission {demand.permission} ({holders})"
    return str(roles.value)[:1].upper() + str(roles.value)[1:]


def group_of(rule: Rule) -> str:
    """Return the name under which rows stand together: the resource, the person's own things, or the sign-in doors."""
    first, _, rest = rule.route.partition("/")
    if rule in DOORS:
        return first if first in OF_ONES_OWN else "sign-in"
    if first == "v1":
        return rest.partition("/")[0]
    return "roles" if first.endswith("-content") else "api"
