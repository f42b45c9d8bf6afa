"""Signing out, and every other end of a sign-in: what shares its record is dead with it (contract: The one switch)."""

from datetime import datetime

from django.contrib.auth import logout
from django.contrib.sessions.models import Session as SessionRow
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.audit.record import AuditEventName, record
from accounts.models import Session, User
from accounts.signals import session_ended


def sign_out(request: HttpRequest) -> None:
    """End the sign-in of this browser and its session (the receiver of Django's logout ends the record)."""
    logout(request)


def end_session(*, session_id: int, reason: str) -> bool:
    """End a sign-in: its browser session, its tokens, its online grants. False where it had ended already."""
    return _end(Session.objects.filter(pk=session_id), reason=reason) > 0


def end_session_by_sid(*, sid: str, reason: str) -> bool:
    """End the sign-in of this `sid`. False where there is none or it had ended already."""
    return _end(Session.objects.filter(sid=sid), reason=reason) > 0


def end_replaced(*, sid: str) -> None:
    """End a sign-in that another takes the place of in the same browser, whose session goes on."""
    _end(Session.objects.filter(sid=sid), reason="signed_in_again", keep_browser=True)


def end_sessions(*, user: User, keep_session_id: int | None, reason: str) -> None:
    """End every sign-in of a user but one."""
    sessions = Session.objects.filter(user_id=user.pk)
    _end(sessions if keep_session_id is None else sessions.exclude(pk=keep_session_id), reason=reason)


def end_chosen(*, sessions: QuerySet[Session], reason: str, by: User | None = None) -> int:
    """End some sign-ins; return how many had not ended. `by`: None for their owner."""
    return _end(sessions, reason=reason, by=by)


@transaction.atomic
def _end(sessions: QuerySet[Session], *, reason: str, keep_browser: bool = False, by: User | None = None) -> int:
    now: datetime = timezone.now()
    ended = 0
    live = sessions.filter(ended_at=None).select_related("user").select_for_update(of=("self",))
    for session in live.order_by("pk"):
        browser, session.ended_at, session.session_key = session.session_key, now, None
        session.save(update_fields=["ended_at", "session_key"])
        if browser is not None and not keep_browser:
            SessionRow.objects.filter(session_key=browser).delete()
        session_ended.send(sender=Session, session=session)
        told = {"reason": reason}
        record(AuditEventName.SESSION_ENDED, person=session.user, actor=by, sid=session.sid, detail=told)
        ended += 1
    return ended
