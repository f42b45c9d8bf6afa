"""WWW-Authenticate as RFC 6750 section 3, RFC 9470 section 3, RFC 9728 section 5.1 and RFC 9110 section 11.6.1 say."""

from typing import Final

from django.conf import settings

from oauth_server.vocabulary import OAuthError, TokenType
from resources.denial import Denial

REALM: Final = "api"
BASIC: Final = f'Basic realm="{REALM}", charset="UTF-8"'
"""RFC 7617 section 2.1; said only where this server takes it."""


def resource_metadata() -> str:
    """Return the address of this resource's metadata document (RFC 9728 section 3.1)."""
    return f"{settings.ISSUER}/.well-known/oauth-protected-resource/api"


def bearer(
    *,
    error: OAuthError | None = None,
    description: str = "",
    scope: str | None = None,
    max_age: int | None = None,
) -> str:
    """Return a Bearer challenge; `description` is our own text, which holds no quotation mark."""
    attributes = {
        "realm": REALM,
        "error": error,
        "error_description": description if error else None,
        "scope": scope,
        "max_age": max_age,
        "resource_metadata": resource_metadata(),
    }
    listed = ", ".join(f'{name}="{value}"' for name, value in attributes.items() if value)
    return f"{TokenType.BEARER} {listed}"


def unauthorized(*named: str) -> str:
    """Return the challenges of a 401: those named, and Basic where it is on."""
    return ", ".join((*named, BASIC) if settings.BASIC_AUTHENTICATION else named)


def challenge_of(denial: Denial, *, scope: str | None) -> str | None:
    """Return the challenge that goes with a denial, or None; `scope` is what the address asks of a third party."""
    if denial.status == 401 and denial.scheme == "token":
        return unauthorized(f'Token realm="{REALM}"', bearer(scope=scope))
    if denial.status == 401:
        return unauthorized(bearer(error=denial.error, description=denial.detail, scope=scope, max_age=denial.max_age))
    if denial.error:
        return bearer(error=denial.error, description=denial.detail, scope=denial.scope)
    return None
