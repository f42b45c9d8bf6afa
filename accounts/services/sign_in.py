"""Signing in: the one record of a sign-in that sessions, first-party tokens and online grants share."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, login, logout
from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.utils import timezone

from accounts.audit.record import AuditEventName, record
from accounts.client_address import client_address
from accounts.models import Session, User
from accounts.services import device
from accounts.services.authentication_methods import PASSWORD, level_of, of_records, records_of
from accounts.services.sign_out import end_replaced
from accounts.sessions import row_key
from accounts.tokens import browser_session
from accounts.tokens.browser_session import SID
from oauth_server.vocabulary import AccessTokenFacts, TokenRefused


def open_session(
    *,
    user: User,
    amr: Sequence[str],
    request: HttpRequest | None = None,
    session_key: str | None = None,
    refresh_jti: UUID | None = None,
) -> Session:
    """Record a sign-in. `session_key` is the key of the browser session's row, None where there is no browser;
    `refresh_jti` that of the first refresh token, None where there is no token pair."""
    now = timezone.now()
    opened = Session.objects.create(
        user=user,
        session_key=session_key,
        refresh_jti=refresh_jti,
        credential_epoch=user.credential_epoch,
        auth_time=now,
        amr=list(amr),
        acr=level_of(amr),
        user_agent=request.META.get("HTTP_USER_AGENT", "")[:300] if request else "",
        address=(client_address(request) or None) if request else None,
        last_used=now,
        expires=now + _lifetime_of(user),
    )
    detail = {"amr": list(amr), "browser": session_key is not None}
    record(AuditEventName.SIGNED_IN, person=user, sid=opened.sid, detail=detail)
    return opened


def shorten_sessions(*, user: User) -> None:
    """Let every sign-in of `user` end no later than one that began now would: staff signs in each day."""
    end = timezone.now() + _lifetime_of(user)
    Session.objects.filter(user_id=user.pk, ended_at=None, expires__gt=end).update(expires=end)


def begin_browser_session(request: HttpRequest, user: User) -> Session:
    """Record the sign-in that Django has just made in this browser; one that the browser held before ends."""
    before = request.session.get(SID)
    if before is not None:
        end_replaced(sid=before)
    cookie = request.session.session_key
    if cookie is None:
        request.session.create()
        cookie = str(request.session.session_key)
    amr = of_records(get_authentication_records(request, user)) or (PASSWORD,)
    opened = open_session(user=user, amr=amr, request=request, session_key=row_key(cookie))
    request.session[SID] = str(opened.sid)
    return opened


def has_signed_in_before(opened: Session) -> bool:
    """Return whether the person of a sign-in has another one on record."""
    return Session.objects.filter(user_id=opened.user_id).exclude(pk=opened.pk).exists()


def open_browser_session(*, request: HttpRequest, user: User, amr: Sequence[str]) -> UUID:
    """Sign `user` in in this browser, who has just proved who they are by the methods of `amr`; return the `sid`.

    What the browser held before ends, and the session gets a new name, and the CSRF token a new secret. The steps are
    recorded with django-allauth, whose pages ask for the password again where it lies too far back, and from whose
    record `begin_browser_session` reads `amr` when Django says that somebody has signed in.
    """
    if SID in request.session:
        logout(request)
    for step in records_of(amr):
        record_authentication(request, user, **step)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return UUID(request.session[SID])


def sign_in_of(request: HttpRequest) -> AccessTokenFacts | None:
    """Return the sign-in that the browser's session stands for, read once a request; a dead one is emptied."""
    try:
        return browser_session.verify(request)
    except TokenRefused:
        request.session.flush()
        return None


def renew_auth_time(request: HttpRequest) -> None:
    """Note that the person has just proved to be there again; another method than before makes the sign-in stronger."""
    now, mine = timezone.now(), Session.objects.filter(sid=request.session[SID], ended_at=None)
    for session in mine:
        amr = of_records(get_authentication_records(request, session.user), before=session.amr)
        mine.update(auth_time=now, last_used=now, amr=amr, acr=level_of(amr))
    request._verified_sign_in = None  # type: ignore[attr-defined] # - what was read before is no longer so


def follow_cookie(request: HttpRequest) -> None:
    """Note the new cookie that a change of password has given the browser session."""
    cookie = request.session.session_key
    if cookie is not None and SID in request.session:
        Session.objects.filter(sid=request.session[SID], ended_at=None).update(session_key=row_key(cookie))


def keep_browser_session(request: HttpRequest, user: User) -> None:
    """Carry the browser session of whoever has changed their credentials over, under a new name and CSRF secret."""
    request.session.cycle_key()
    request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    follow_cookie(request)
    device.signed_in(request, user)
    rotate_token(request)


def _lifetime_of(user: User) -> timedelta:
    if user.is_staff:
        return timedelta(hours=settings.STAFF_SESSION_HOURS)
    return timedelta(days=settings.SESSION_ABSOLUTE_DAYS)
