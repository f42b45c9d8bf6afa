"""The Authorization header (RFC 9110 section 11.6.2): one credential, or a refusal that names the fault."""

import re
from typing import Final

from django.http import HttpRequest
from rest_framework import status

from oauth_server.vocabulary import OAuthError, RefusalReason
from resources.authentication.credential import not_good
from resources.denial import Denial, Denied

API_KEY: Final = "HTTP_X_API_KEY"
LONGEST: Final = 8192
"""Characters; a header longer than this is no credential of ours."""

_TOKEN68 = re.compile(r"[A-Za-z0-9._~+/-]+=*")
_SECOND = re.compile(r",\s*(?:[A-Za-z]+\s+[A-Za-z0-9._~+/-]+=*\s*(?:,|$))")


def read_credential(request: HttpRequest, schemes: frozenset[str]) -> tuple[str, str] | None:
    """Return scheme (one of `schemes`, lower case) and token, or None without a header.

    Raises Denied: 400 for more than one credential, 401 for one that is malformed or of a scheme we do not know.
    """
    value: str | None = request.META.get("HTTP_AUTHORIZATION")
    keyed = API_KEY in request.META
    if value is None:
        if keyed:
            raise not_good("is a key, and there are none", scheme=None)
        return None
    scheme, _, token = value.strip(" \t").partition(" ")
    scheme, token = scheme.lower(), token.strip(" \t")
    if keyed or _SECOND.search(value) or (scheme in schemes and "," in value):
        raise Denied(
            Denial(
                status.HTTP_400_BAD_REQUEST,
                "More than one credential was sent.",
                ("credential: more than one",),
                error=OAuthError.INVALID_REQUEST,
            )
        )
    if scheme not in schemes:
        raise not_good("is of an unknown scheme", scheme=None)
    if len(value) > LONGEST or not _TOKEN68.fullmatch(token):
        raise not_good(RefusalReason.MALFORMED, scheme=scheme)
    return scheme, token
