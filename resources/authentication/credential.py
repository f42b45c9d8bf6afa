"""What one kind of credential in the Authorization header is to the dispatcher."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from rest_framework import status

from oauth_server.vocabulary import OAuthError
from resources.denial import Denial, Denied
from resources.principal import Principal

NOT_GOOD = "The credential is malformed, unknown, expired or revoked."


@dataclass(frozen=True, slots=True)
class HeaderCredential:
    """`scheme` in lower case; `recognises` looks at the form of the token alone and trusts nothing it reads;
    `verify` returns the principal or raises TokenRefused."""

    scheme: str
    recognises: Callable[[str], bool]
    verify: Callable[[str, HttpRequest], Principal]


def not_good(reason: str, *, scheme: str | None) -> Denied:
    """Return the refusal of a credential (RFC 6750 section 3.1); the caller never learns the reason."""
    error = OAuthError.INVALID_TOKEN if scheme == "bearer" else None
    reasons = (f"credential: {scheme or 'header'} {reason}",)
    return Denied(Denial(status.HTTP_401_UNAUTHORIZED, NOT_GOOD, reasons, error=error, scheme=scheme))
