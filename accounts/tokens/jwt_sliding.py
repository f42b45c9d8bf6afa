"""The sliding token: one token that opens the API and, while it lives, is exchanged for the next (contract)."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from rest_framework_simplejwt.settings import api_settings

from accounts.models import User
from accounts.tokens.jwt import common_claims, exchange
from accounts.tokens.jwt_classes import SlidingToken
from oauth_server.vocabulary import RefusalReason, TokenRefused

REFRESH_UNTIL: Final[str] = api_settings.SLIDING_TOKEN_REFRESH_EXP_CLAIM
"""`refresh_exp`: seconds since the epoch, the same in each successor."""


def issue(*, user: User, sid: UUID, roles: Iterable[str], jti: UUID, refresh_until: int | None = None) -> str:
    """Return a token of the sign-in `sid`, good while the sign-in's `refresh_jti` is `jti`; without `refresh_until`
    the window in which it may be exchanged begins now."""
    token = SlidingToken()
    token.payload.update(common_claims(user=user, sid=sid, roles=roles), jti=jti.hex)
    if refresh_until is not None:
        token.payload[REFRESH_UNTIL] = refresh_until
    return str(token)


def refresh(token: str) -> str:
    """Exchange a live token within its window for the next; raise TokenRefused. One read, one conditional write."""
    claims, standing, jti = exchange(_Exchangeable, token)
    return issue(
        user=standing.user,
        sid=standing.credential["sid"],
        roles=standing.roles,
        jti=jti,
        refresh_until=claims[REFRESH_UNTIL],
    )


class _Exchangeable(SlidingToken):
    """A sliding token that is held to its window too."""

    def verify(self) -> None:
        """Raise TokenError, or TokenRefused for one whose window is over or is missing."""
        super().verify()
        until: Any = self.payload.get(REFRESH_UNTIL)
        if not isinstance(until, int):
            raise TokenRefused(RefusalReason.MALFORMED)
        if datetime.fromtimestamp(until, tz=UTC) <= self.current_time:
            raise TokenRefused(RefusalReason.EXPIRED)
