"""The JSON object of a request, taken strictly (RFC 8259 sections 4 and 8.1, RFC 7591 section 3.1)."""

import json
from typing import Any, Final, NoReturn

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, UnreadablePostError
from oauthlib.oauth2.rfc6749.errors import OAuth2Error

from oauth_server.protocol.strict_form import UnsupportedMediaType
from oauth_server.vocabulary import OAuthError

JSON: Final = "application/json"
LONGEST_BODY: Final = 64 * 1024


class NotAnObject(OAuth2Error):
    """The body is not one JSON object."""

    error = OAuthError.INVALID_CLIENT_METADATA


def read(request: HttpRequest) -> dict[str, Any]:
    """Return the object of a body; raise OAuth2Error for another media type, anything that is no object, a member that
    comes twice, and a number that JSON does not have."""
    if request.content_type != JSON:
        raise UnsupportedMediaType(description=f"The body must be {JSON}.")
    try:
        body = request.body
        if len(body) > LONGEST_BODY:
            raise NotAnObject(description="The body is too long.")
        found = json.loads(body.decode("utf-8"), object_pairs_hook=once, parse_constant=no_constant)
    except RequestDataTooBig:
        raise NotAnObject(description="The body is too long.") from None
    except (BadRequest, UnreadablePostError, ValueError, RecursionError):
        raise NotAnObject(description="The body is not well-formed JSON in UTF-8.") from None
    if not isinstance(found, dict):
        raise NotAnObject(description="The body must be one JSON object.")
    return found


def once(members: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object of these members, for `object_pairs_hook`; raise ValueError where a name comes twice."""
    if len({name for name, _ in members}) != len(members):
        raise ValueError("a member comes twice")
    return dict(members)


def no_constant(word: str) -> NoReturn:
    """Raise ValueError, for `parse_constant`: NaN and the infinities are no JSON."""
    raise ValueError(word)
