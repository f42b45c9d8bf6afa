"""Which credentials an operation takes, as security requirements (OpenAPI 3.1 section 4.8.30)."""

from typing import Final

from oauth_server.vocabulary import CredentialKind, Scope
from resources.policy.credentials import credentials_of
from resources.policy.rule import SAFE, Rule
from resources.principal import NARROWED

ACCESS_COOKIE: Final = "access_cookie"
CSRF: Final = "csrf"
NOTHING_NEEDED: Final[list[dict[str, list[str]]]] = [{}]


def requirements_of(rule: Rule, method: str) -> list[dict[str, list[str]]]:
    """Return the alternatives, one of which a request must meet; an empty one alone where none is needed."""
    kinds = credentials_of(rule, method)
    if CredentialKind.ANONYMOUS in kinds:
        return NOTHING_NEEDED
    scope = rule.demand(method).scope
    scopes = [str(scope)] if isinstance(scope, Scope) else []
    csrf: dict[str, list[str]] = {} if method in SAFE else {CSRF: []}
    requirements: list[dict[str, list[str]]] = []
    for kind in kinds:
        if kind is CredentialKind.SESSION:
            requirements += [{str(kind): [], **csrf}, {ACCESS_COOKIE: [], **csrf}]
        elif kind is not CredentialKind.REMOTE_USER:  # the proxy's own business: no caller can send it
            requirements.append({str(kind): scopes if kind in NARROWED else []})
    return requirements
