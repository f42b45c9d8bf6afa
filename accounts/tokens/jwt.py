"""First-party JSON Web Tokens: an access and a refresh token under one sign-in (RFC 7519, RFC 8725)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.utils import timezone
from jwt.utils import base64url_decode
from rest_framework_simplejwt.exceptions import ExpiredTokenError, TokenError
from rest_framework_simplejwt.tokens import Token

from accounts.models import Session, User
from accounts.tokens.browser_session import check, facts
from accounts.tokens.jwt_classes import ACCESS, REFRESH, TOKEN_TYPE, AccessToken, RefreshToken
from accounts.tokens.standing import Standing, read
from oauth_server.vocabulary import AccessTokenFacts, RefusalReason, TokenRefused

_CONTENT_TYPE: Final = "JWT"
_ALGORITHM: Final = "HS256"
_PARTS: Final = 3
"""Header, claims, signature (RFC 7515 section 3.1)."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What the password door and the refresh door answer."""

    access: str
    refresh: str


def first_party(token: str) -> bool:
    """Return whether a bearer token says that it is one of ours; nothing is verified, nothing raises."""
    header, claims = _part(token, 0), _part(token, 1)
    return header.get("typ") == _CONTENT_TYPE and header.get("alg") == _ALGORITHM and TOKEN_TYPE in claims


def issue_pair(*, user: User, sid: UUID, roles: Iterable[str], jti: UUID) -> Pair:
    """Return a pair of the sign-in `sid`; its refresh token is good while the sign-in's `refresh_jti` is `jti`."""
    common = {"user_id": str(user.subject), "sid": str(sid), "roles": sorted(roles)}
    access, refresh = AccessToken(), RefreshToken()
    access.payload.update(common)
    refresh.payload.update(common, jti=jti.hex)
    return Pair(access=str(access), refresh=str(refresh))


def verify_access(token: str) -> AccessTokenFacts:
    """Return what an access token stands for; raise TokenRefused. One statement."""
    claims = _verified(AccessToken, token)
    expires = datetime.fromtimestamp(claims["exp"], tz=UTC)
    return replace(facts(_standing(claims)), audience=claims["aud"], expires=expires)


def verify_refresh(token: str) -> AccessTokenFacts:
    """Return what the refresh token that is good now stands for; raise TokenRefused for any other."""
    claims = _verified(RefreshToken, token)
    known = facts(_standing(claims))
    if not Session.objects.filter(sid=claims["sid"], refresh_jti=UUID(claims["jti"])).exists():
        raise TokenRefused(RefusalReason.REVOKED)
    return known


def rotate(token: str) -> Pair:
    """Exchange a refresh token for the next pair; raise TokenRefused. One read, one conditional write.

    Of many that present the same token at once, the database lets one win; nothing changes for the others.
    """
    claims = _verified(RefreshToken, token)
    standing = _standing(claims)
    jti = uuid4()
    won = Session.objects.filter(
        pk=standing.credential["id"],
        refresh_jti=UUID(claims["jti"]),
        ended_at=None,
        credential_epoch=standing.user.credential_epoch,
    ).update(refresh_jti=jti, last_used=timezone.now())
    if won != 1:
        raise TokenRefused(RefusalReason.REVOKED)
    return issue_pair(user=standing.user, sid=standing.credential["sid"], roles=standing.roles, jti=jti)


def _verified(kind: type[Token], token: str) -> dict[str, Any]:
    if not first_party(token):
        raise TokenRefused(RefusalReason.MALFORMED)
    try:
        claims: dict[str, Any] = kind(token).payload  # type: ignore[arg-type] # - simplejwt takes the encoded token too
        UUID(claims["sid"]), UUID(claims["user_id"]), UUID(claims["jti"])
    except ExpiredTokenError as expired:
        raise TokenRefused(RefusalReason.EXPIRED) from expired
    except TokenError as refused:
        stated = _part(token, 1).get(TOKEN_TYPE)
        wrong_kind = stated in (ACCESS, REFRESH) and stated != kind.token_type
        raise TokenRefused(RefusalReason.WRONG_KIND if wrong_kind else RefusalReason.BAD_SIGNATURE) from refused
    except (KeyError, TypeError, ValueError, AttributeError) as malformed:
        raise TokenRefused(RefusalReason.MALFORMED) from malformed
    return claims


def _standing(claims: dict[str, Any]) -> Standing:
    standing = read(Session, "sid", UUID(claims["sid"]))
    if standing is None or standing.user.subject != UUID(claims["user_id"]):
        raise TokenRefused(RefusalReason.UNKNOWN)
    check(standing)
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
