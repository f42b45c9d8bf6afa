"""What a row asks of one method, as data: the member `x-policy` of the description, and a line of `policy matrix`."""

from typing import Any

from oauth_server.vocabulary import CredentialKind, Scope
from resources.demand import Callers
from resources.policy import words
from resources.policy.credentials import credentials_of, switched_off
from resources.policy.rule import NEVER, Rule
from resources.principal import WITHOUT_PERSON


def asked(rule: Rule, method: str) -> dict[str, Any]:
    """Return who may call `method` of a row, by role, scope and credential.

    `recent_sign_in`: in seconds; `acr`: the least level of the sign-in; `closed_to_scopes`: no token and no key that is
    narrowed by scopes may ever. `who` and `rows` are words for people.
    """
    demand = rule.demand(method)
    credentials = credentials_of(rule, method)
    return {
        "who": words.who(demand),
        "roles": sorted(demand.roles) if isinstance(demand.roles, frozenset) else [],
        "permission": demand.permission if demand.roles is Callers.MODEL_PERMISSIONS else None,
        "superuser": demand.superuser,
        "rows": words.rows(rule),
        "own_rows": bool(rule.objects and rule.objects.says),
        "scopes": [str(demand.scope)] if isinstance(demand.scope, Scope) else [],
        "closed_to_scopes": demand.scope is NEVER,
        "machines": bool(WITHOUT_PERSON & set(credentials)),
        "acting": demand.acting,
        "recent_sign_in": int(demand.recent.total_seconds()) if demand.recent else None,
        "acr": demand.acr and str(demand.acr),
        "credentials": [str(kind) for kind in credentials],
        "fields": [
            {
                "name": field.name,
                "credentials": [str(kind) for kind in CredentialKind if kind in field.kinds - switched_off()],
                "recent_sign_in": int(field.recent.total_seconds()) if field.recent else None,
                "acr": field.acr and str(field.acr),
            }
            for field in (rule.fields if method in {"POST", "PUT", "PATCH"} else ())
        ],
    }
