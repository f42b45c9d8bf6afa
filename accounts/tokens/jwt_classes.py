"""simplejwt's token classes under our keys: the newest signs, every one of them verifies (RFC 8725 section 3.1)."""

from functools import cache
from typing import Any, Final

from django.conf import settings
from rest_framework_simplejwt import tokens
from rest_framework_simplejwt.backends import TokenBackend
from rest_framework_simplejwt.exceptions import TokenBackendError, TokenBackendExpiredToken
from rest_framework_simplejwt.settings import api_settings

TOKEN_TYPE: Final[str] = api_settings.TOKEN_TYPE_CLAIM
ACCESS: Final = "access"
REFRESH: Final = "refresh"
SLIDING: Final = "sliding"


class RotatingBackend(TokenBackend):
    """A backend that signs with the first of `keys` and verifies under each."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__(
            algorithm=api_settings.ALGORITHM,
            signing_key=keys[0],
            audience=api_settings.AUDIENCE,
            issuer=api_settings.ISSUER,
            leeway=api_settings.LEEWAY,
        )
        self.older = RotatingBackend(keys[1:]) if keys[1:] else None

    def decode(self, token: Any, verify: bool = True) -> dict[str, Any]:
        """Return the claims of a token that one of the keys signed; raise TokenBackendError."""
        try:
            claims: dict[str, Any] = super().decode(token, verify=verify)
        except TokenBackendExpiredToken:
            raise
        except TokenBackendError:
            if self.older is None:
                raise
            return self.older.decode(token, verify=verify)
        return claims


@cache
def _backend(keys: tuple[str, ...]) -> RotatingBackend:
    return RotatingBackend(keys)


class AccessToken(tokens.AccessToken):
    """`token_type` access."""

    def get_token_backend(self) -> RotatingBackend:
        """Return the backend of the keys that the settings name now."""
        return _backend(tuple(settings.FIRST_PARTY_KEYS))


class RefreshToken(tokens.RefreshToken):
    """`token_type` refresh."""

    def get_token_backend(self) -> RotatingBackend:
        """Return the backend of the keys that the settings name now."""
        return _backend(tuple(settings.FIRST_PARTY_KEYS))


class SlidingToken(tokens.SlidingToken):
    """`token_type` sliding: `exp` says until when it opens the API, `refresh_exp` until when it may be exchanged."""

    def get_token_backend(self) -> RotatingBackend:
        """Return the backend of the keys that the settings name now."""
        return _backend(tuple(settings.FIRST_PARTY_KEYS))
