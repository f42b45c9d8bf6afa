"""What a first-party token says, once its signature and its claims hold (RFC 7519 section 4, RFC 8725 section 3)."""

import json
from typing import Any, Final
from uuid import UUID

from jwt.utils import base64url_decode
from rest_framework_simplejwt.exceptions import ExpiredTokenError, TokenError
from rest_framework_simplejwt.tokens import Token

from accounts.models import Session
from accounts.tokens.browser_session import check
from accounts.tokens.jwt_classes import ACCESS, REFRESH, SLIDING, TOKEN_TYPE
from accounts.tokens.standing import Standing, read
from oauth_server.vocabulary import RefusalReason, TokenRefused

_CONTENT_TYPE: Final = "JWT"
_ALGORITHM: Final = "HS256"
_PARTS: Final = 3
"""Header, claims, signature (RFC 7515 section 3.1)."""


def first_party(token: str) -> bool:
    """Return whether a bearer token says that it is one of ours; nothing is verified, nothing raises."""
    header, claims = _part(token, 0), _part(token, 1)
    return header.get("typ") == _CONTENT_TYPE and header.get("alg") == _ALGORITHM and TOKEN_TYPE in claims


def stated_type(token: str) -> object:
    """Return the `token_type` that a token claims, None where it has none; nothing is verified, nothing raises."""
    return _part(token, 1).get(TOKEN_TYPE)


def verified(kind: type[Token], token: str) -> dict[str, Any]:
    """Return the claims of a token of this kind; raise TokenRefused for any other, and for one past its time."""
    if not first_party(token):
        raise TokenRefused(RefusalReason.MALFORMED)
    try:
        claims: dict[str, Any] = kind(token).payload  # type: ignore[arg-type] # - simplejwt takes the encoded token too
        UUID(claims["sid"]), UUID(claims["user_id"]), UUID(claims["jti"])
    except ExpiredTokenError as expired:
        raise TokenRefused(RefusalReason.EXPIRED) from expired
    except TokenError as refused:
        stated = stated_type(token)
        wrong_kind = stated in (ACCESS, REFRESH, SLIDING) and stated != kind.token_type
        raise TokenRefused(RefusalReason.WRONG_KIND if wrong_kind else RefusalReason.BAD_SIGNATURE) from refused
    except (KeyError, TypeError, ValueError, AttributeError) as malformed:
        raise TokenRefused(RefusalReason.MALFORMED) from malformed
    return claims


def standing_of(claims: dict[str, Any]) -> Standing:
    """Return the sign-in and the person that the claims name; raise TokenRefused. One statement."""
    standing = read(Session, "sid", UUID(claims["sid"]))
    if standing is None or standing.user.subject != UUID(claims["user_id"]):
        raise TokenRefused(RefusalReason.UNKNOWN)
    check(standing)
    return standing


def current_standing_of(claims: dict[str, Any]) -> Standing:
    """As `standing_of`, for a token of which a sign-in has one that is good: its `jti` is the one. One statement."""
    standing = standing_of(claims)
    if standing.credential["refresh_jti"] != UUID(claims["jti"]):
        raise TokenRefused(RefusalReason.REVOKED)
    return standing


def _part(token: str, position: int) -> dict[str, Any]:
    """Return the header (0) or the claims (1) of a compact token, {} for anything that has none."""
    parts = token.split(".")
    if len(parts) != _PARTS:
        return {}
    try:
        part = json.loads(base64url_decode(parts[position]))
    except (ValueError, RecursionError):
        return {}
    return part if isinstance(part, dict) else {}
