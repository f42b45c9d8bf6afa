"""WWW-Authenticate as RFC 6750, 9449 section 7.1, 9470, 9728 section 5.1 and RFC 9110 section 11.6.1 say."""

from typing import Final

from django.conf import settings

from oauth_server.vocabulary import PROOF_ALGORITHMS, OAuthError, TokenType
from resources.audience import metadata_of
from resources.denial import Denial

REALM: Final = "api"
BASIC: Final = f'Basic realm="{REALM}", charset="UTF-8"'
"""RFC 7617 section 2.1; said only where this server takes it."""
ALGORITHMS: Final = " ".join(PROOF_ALGORITHMS)
PROOF: Final = f'{TokenType.DPOP} realm="{REALM}", algs="{ALGORITHMS}"'
"""What is said of DPoP to who did not try it (RFC 9449 section 7.1)."""


def bearer(
    *,
    error: OAuthError | None = None,
    description: str = "",
    scope: str | None = None,
    acr_values: str | None = None,
    max_age: int | None = None,
    scheme: TokenType = TokenType.BEARER,
    resource: str = "",
) -> str:
    """Return a challenge of a token, a bearer's or (`scheme`) a bound one's; `description` is our own text, which
    holds no quotation mark. `resource` is the one that was asked for (RFC 9728 section 5.1), by default the API."""
    attributes = {
        "realm": REALM,
        "error": error,
        "error_description": description if error else None,
        "algs": ALGORITHMS if scheme == TokenType.DPOP else None,
        "scope": scope,
        "acr_values": acr_values,
        "max_age": max_age,
        "resource_metadata": metadata_of(resource or settings.API_RESOURCE),
    }
    listed = ", ".join(f'{name}="{value}"' for name, value in attributes.items() if value)
    return f"{scheme} {listed}"


def unauthorized(*named: str) -> str:
    """Return the challenges of a 401: those named, and Basic where it is on."""
    return ", ".join((*named, BASIC) if settings.BASIC_AUTHENTICATION else named)


def challenge_of(denial: Denial, *, scope: str | None, bound: bool = False, resource: str = "") -> str | None:
    """Return the challenge that goes with a denial, or None; `scope` is what the address asks of a third party.

    `bound`: the caller has proved possession of its token's key, so that it is answered in that scheme.
    """
    told = denial.scheme == TokenType.DPOP.lower() or bound
    scheme = TokenType.DPOP if told else TokenType.BEARER
    if denial.status == 401 and denial.scheme == "token":
        return unauthorized(f'Token realm="{REALM}"', bearer(scope=scope, resource=resource), PROOF)
    if denial.status == 401:
        named = bearer(
            error=denial.error,
            description=denial.detail,
            scope=scope,
            acr_values=denial.acr_values,
            max_age=denial.max_age,
            scheme=scheme,
            resource=resource,
        )
        return unauthorized(named, bearer(scope=scope, resource=resource) if told else PROOF)
    if denial.error:
        return bearer(
            error=denial.error, description=denial.detail, scope=denial.scope, scheme=scheme, resource=resource
        )
    return None
