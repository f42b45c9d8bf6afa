"""The browser's session as a credential: Django's names a sign-in by its `sid`, the sign-in says whether it stands."""

import time
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.client_address import client_address
from accounts.models import Session, User
from accounts.tokens.standing import Standing, read
from oauth_server.vocabulary import AccessTokenFacts, RefusalReason, TokenRefused

SID: Final = "sid"
"""The key of the Django session under which the sign-in's `sid` stands."""
_RENEWED: Final = "renewed"
TOUCH_EVERY: Final = timedelta(minutes=5)
_RENEW_EVERY: Final = timedelta(days=1)


def verify(request: HttpRequest) -> AccessTokenFacts | None:
    """Return what the browser's session says, or None where nobody is signed in; one statement beyond Django's own.

    Raises TokenRefused where the sign-in has ended, expired or been overtaken by a change of credentials.
    """
    if request.session.session_key is None:
        return None
    sid = request.session.get(SID)
    if sid is None:
        return None
    known = getattr(request, "_verified_sign_in", None)
    if known is None or known[0] != sid:
        known = (sid, _outcome(request, sid))
        request._verified_sign_in = known  # type: ignore[attr-defined] # - once a request, and anew after signing in
    outcome: AccessTokenFacts | TokenRefused = known[1]
    if isinstance(outcome, TokenRefused):
        raise outcome
    return outcome


def _outcome(request: HttpRequest, sid: str) -> AccessTokenFacts | TokenRefused:
    standing = read(Session, "sid", UUID(sid))
    if standing is None:
        return TokenRefused(RefusalReason.UNKNOWN)
    try:
        check(standing)
        _check_password_unchanged(request, standing.user)
    except TokenRefused as refused:
        return refused
    _touch(request, standing)
    return facts(standing)


def check(standing: Standing) -> None:
    """Raise TokenRefused unless the sign-in stands: not ended, not idle too long, not past its absolute end."""
    sign_in, now = standing.credential, timezone.now()
    standing.refuse_if_behind()
    if sign_in["ended_at"] is not None:
        raise TokenRefused(RefusalReason.SESSION_ENDED)
    if now >= sign_in["expires"] or now - sign_in["last_used"] >= timedelta(seconds=settings.SESSION_COOKIE_AGE):
        raise TokenRefused(RefusalReason.SESSION_EXPIRED)


def facts(standing: Standing) -> AccessTokenFacts:
    """Return the facts of a sign-in."""
    sign_in = standing.credential
    return AccessTokenFacts(
        user=standing.user,
        roles=standing.roles,
        sid=sign_in["sid"],
        session_id=sign_in["id"],
        auth_time=sign_in["auth_time"],
        acr=sign_in["acr"] or None,
        amr=tuple(sign_in["amr"]),
        expires=sign_in["expires"],
    )


def _check_password_unchanged(request: HttpRequest, user: User) -> None:
    carried = request.session.get(HASH_SESSION_KEY, "")
    hashes = (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
    if not any(constant_time_compare(carried, known) for known in hashes):
        raise TokenRefused(RefusalReason.EPOCH)


def _touch(request: HttpRequest, standing: Standing) -> None:
    """Note the use and from where, at most every five minutes; move the end of the idle session, at most once a day."""
    now, last_used = timezone.now(), standing.credential["last_used"]
    if now - last_used < TOUCH_EVERY:
        return
    Session.objects.filter(pk=standing.credential["id"]).update(last_used=now, address=client_address(request) or None)
    if time.time() - request.session.get(_RENEWED, 0) > _RENEW_EVERY.total_seconds():
        request.session[_RENEWED] = int(time.time())
