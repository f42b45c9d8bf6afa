"""The `claims` parameter: an object of claims asked for one by one (OpenID Connect Core section 5.5)."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from oauthlib.oauth2.rfc6749 import errors

from oauth_server.protocol import strict_json
from oauth_server.protocol.claims import CLAIMS
from oauth_server.protocol.services.authorization_request.request import AuthorizationRequest

MEMBERS: Final = ("userinfo", "id_token")
MOST: Final = 50
"""Claims of one member, and values of one claim."""
LONGEST_NAME: Final = 255


def claims(request: AuthorizationRequest) -> AuthorizationRequest:
    """Take what is asked of each claim; members and details that are not known are left out."""
    text = request.parameters.get("claims")
    return request if text is None else replace(request, claims=_read(text))


def scope_of(asked: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
    """Return the scopes whose claims are asked for: what the person is asked, and the client must be registered for."""
    names = {name for member in asked.values() for name in member}
    return frozenset(scope for name, scope, *_ in CLAIMS if name in names)


def within(asked: Mapping[str, Mapping[str, Any]], scope: frozenset[str]) -> dict[str, dict[str, Any]]:
    """Return what is asked less the claims of scopes that were not granted."""
    withheld = {name for name, wanted, *_ in CLAIMS if wanted not in scope}
    return {
        member: {name: detail for name, detail in wanted.items() if name not in withheld}
        for member, wanted in asked.items()
    }


def _read(text: str) -> dict[str, dict[str, Any]]:
    try:
        value = json.loads(text, object_pairs_hook=strict_json.once, parse_constant=strict_json.no_constant)
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise _malformed() from None
    if not isinstance(value, dict) or "\\u0000" in text:
        raise _malformed()
    return {member: _member(value[member]) for member in MEMBERS if value.get(member) is not None}


def _member(value: object) -> dict[str, Any]:
    if not isinstance(value, dict) or len(value) > MOST or any(len(name) > LONGEST_NAME for name in value):
        raise _malformed()
    return {name: _detail(detail) for name, detail in value.items()}


def _detail(detail: object) -> dict[str, Any] | None:
    if detail is None:
        return None
    if not isinstance(detail, dict) or not isinstance(detail.get("essential", False), bool):
        raise _malformed()
    values = detail.get("values", [])
    if not isinstance(values, list) or len(values) > MOST or not all(map(_is_scalar, [*values, detail.get("value")])):
        raise _malformed()
    return {known: detail[known] for known in ("essential", "value", "values") if known in detail}


def _is_scalar(value: object) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


def _malformed() -> errors.InvalidRequestError:
    return errors.InvalidRequestError(description="claims is not an object of claims.")
