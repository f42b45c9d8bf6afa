"""The form of an opaque token: 256 random bits in base64url (RFC 6750 section 2.1, RFC 6749 section 10.10)."""

import re
import secrets
from typing import Final

BYTES: Final = 32
_FORM = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


def new() -> str:
    """Return a new token of 43 characters."""
    return secrets.token_urlsafe(BYTES)


def is_opaque(value: str) -> bool:
    """Return whether a value has the form of our access tokens; a JWT or a refresh token has a dot."""
    return _FORM.fullmatch(value) is not None
