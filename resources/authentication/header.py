"""The headers of credentials (RFC 9110 section 11.6.2): one credential, or a refusal that names the fault."""

import re
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from rest_framework import status

from oauth_server.vocabulary import OAuthError, RefusalReason
from resources.authentication.credential import NOT_GOOD, not_good, unrecognised
from resources.denial import Denied

AUTHORIZATION: Final = "HTTP_AUTHORIZATION"
KEY: Final = ""
"""What stands for a scheme where the credential is an API key in a header of its own."""
LONGEST: Final = 8192
"""Characters; a header longer than this is no credential of ours."""

_TOKEN68 = re.compile(r"[A-Za-z0-9._~+/-]+=*")
_SECOND = re.compile(r",\s*(?:[A-Za-z]+\s+[A-Za-z0-9._~+/-]+=*\s*(?:,|$))")


def variable(name: str) -> str:
    """Return the name under which WSGI gives the header `name` (RFC 3875 section 4.1.18)."""
    return f"HTTP_{name.upper().replace('-', '_')}"


def read_credential(request: HttpRequest, schemes: frozenset[str]) -> tuple[str, str] | None:
    """Return scheme (one of `schemes`, lower case, or KEY) and token, or None without a header.

    Raises Denied: 400 for more than one credential, 401 for one that is malformed or of a scheme we do not know.
    """
    value: str | None = request.META.get(AUTHORIZATION)
    key: str | None = request.META.get(variable(settings.API_KEY_HEADER))
    if value is not None and key is not None:
        raise _more_than_one()
    if key is not None:
        return _read_key(key.strip(" \t"))
    return None if value is None else _read_authorization(value, schemes)


def _read_key(key: str) -> tuple[str, str]:
    if "," in key:
        raise _more_than_one()
    if len(key) > LONGEST:
        raise not_good(RefusalReason.MALFORMED, scheme=KEY)
    return KEY, key


def _read_authorization(value: str, schemes: frozenset[str]) -> tuple[str, str]:
    scheme, _, token = value.strip(" \t").partition(" ")
    scheme, token = scheme.lower(), token.strip(" \t")
    if _SECOND.search(value) or (scheme in schemes and "," in value):
        raise _more_than_one()
    if scheme not in schemes:
        raise unrecognised(status.HTTP_401_UNAUTHORIZED, NOT_GOOD, "of a scheme that is not taken")
    if len(value) > LONGEST or not _TOKEN68.fullmatch(token):
        raise not_good(RefusalReason.MALFORMED, scheme=scheme)
    return scheme, token


def _more_than_one() -> Denied:
    detail, reason = "More than one credential was sent.", "more than one credential was sent"
    return unrecognised(status.HTTP_400_BAD_REQUEST, detail, reason, error=OAuthError.INVALID_REQUEST)
