"""First-party JSON Web Tokens: an access and a refresh token under one sign-in (RFC 7519, RFC 8725)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from rest_framework_simplejwt.tokens import Token

from accounts.models import Session, User
from accounts.signals import spent_token_presented, token_exchanged
from accounts.tokens.browser_session import facts
from accounts.tokens.jwt_claims import current_standing_of, first_party, standing_of, stated_type, verified
from accounts.tokens.jwt_classes import REFRESH, SLIDING, AccessToken, RefreshToken, SlidingToken
from accounts.tokens.standing import Standing
from oauth_server.vocabulary import AccessTokenFacts, RefusalReason, TokenRefused

__all__ = [
    "Pair",
    "common_claims",
    "exchange",
    "first_party",
    "issue_pair",
    "rotate",
    "verify_access",
    "verify_any",
    "verify_refresh",
]


@dataclass(frozen=True, slots=True)
class Pair:
    """What the password door and the refresh door answer."""

    access: str
    refresh: str


def issue_pair(*, user: User, sid: UUID, roles: Iterable[str], jti: UUID) -> Pair:
    """Return a pair of the sign-in `sid`; its refresh token is good while the sign-in's `refresh_jti` is `jti`."""
    common = common_claims(user=user, sid=sid, roles=roles)
    access, refresh = AccessToken(), RefreshToken()
    access.payload.update(common)
    refresh.payload.update(common, jti=jti.hex)
    return Pair(access=str(access), refresh=str(refresh))


def common_claims(*, user: User, sid: UUID, roles: Iterable[str]) -> dict[str, Any]:
    """Return what every token of a sign-in says of it."""
    return {"user_id": str(user.subject), "sid": str(sid), "roles": sorted(roles)}


def verify_access(token: str) -> AccessTokenFacts:
    """Return what an access or a sliding token stands for; raise TokenRefused. One statement."""
    if stated_type(token) == SLIDING:
        claims = verified(SlidingToken, token)
        standing = current_standing_of(claims)
    else:
        claims = verified(AccessToken, token)
        standing = standing_of(claims)
    expires = datetime.fromtimestamp(claims["exp"], tz=UTC)
    return replace(facts(standing), audience=claims["aud"], expires=expires)


def verify_refresh(token: str) -> AccessTokenFacts:
    """Return what the refresh token that is good now stands for; raise TokenRefused for any other. One statement."""
    return facts(current_standing_of(verified(RefreshToken, token)))


def verify_any(token: str) -> AccessTokenFacts:
    """Return what a first-party token of any kind stands for; raise TokenRefused. One statement."""
    return verify_refresh(token) if stated_type(token) == REFRESH else verify_access(token)


def rotate(token: str) -> Pair:
    """Exchange a refresh token for the next pair; raise TokenRefused. One read, one conditional write."""
    _, standing, jti = exchange(RefreshToken, token)
    return issue_pair(user=standing.user, sid=standing.credential["sid"], roles=standing.roles, jti=jti)


def exchange(kind: type[Token], token: str) -> tuple[dict[str, Any], Standing, UUID]:
    """Spend a token of which its sign-in has one; return its claims, the standing and the next `jti`, else raise.

    Of many that present the same token at once, the database lets one win; nothing changes for the others.
    """
    claims = verified(kind, token)
    standing, jti = standing_of(claims), uuid4()
    told = {"sender": Session, "user": standing.user, "sid": standing.credential["sid"]}
    with transaction.atomic():
        won = Session.objects.filter(
            pk=standing.credential["id"],
            refresh_jti=UUID(claims["jti"]),
            ended_at=None,
            credential_epoch=standing.user.credential_epoch,
        ).update(refresh_jti=jti, last_used=timezone.now())
        if won:
            token_exchanged.send(**told)
    if not won:
        spent_token_presented.send(**told)
        raise TokenRefused(RefusalReason.REVOKED)
    return claims, standing, jti
