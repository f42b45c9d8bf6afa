"""Opening a sign-in for an app of ours: a session record, with or without a browser, and its first tokens."""

from collections.abc import Iterable, Sequence
from uuid import UUID, uuid4

from django.db import transaction
from django.http import HttpRequest

from accounts.models import Session, User
from accounts.roles import Role
from accounts.services.sign_in import open_browser_session, open_session
from accounts.tokens import jwt_sliding
from accounts.tokens.jwt import Pair, issue_pair
from oauth_server.vocabulary import RefusalReason, TokenRefused


@transaction.atomic
def open_pair(*, user: User, request: HttpRequest, amr: Sequence[str]) -> Pair:
    """Return the first pair of a new sign-in of `user`, who has just proved who they are by the methods of `amr`."""
    jti = uuid4()
    session = open_session(user=user, amr=amr, request=request, refresh_jti=jti)
    return issue_pair(user=user, sid=session.sid, roles=_roles_of(user), jti=jti)


@transaction.atomic
def open_sliding(*, user: User, request: HttpRequest, amr: Sequence[str]) -> str:
    """Return the first sliding token of a new sign-in, likewise."""
    jti = uuid4()
    session = open_session(user=user, amr=amr, request=request, refresh_jti=jti)
    return jwt_sliding.issue(user=user, sid=session.sid, roles=_roles_of(user), jti=jti)


@transaction.atomic
def open_browser_pair(*, user: User, request: HttpRequest, amr: Sequence[str]) -> Pair:
    """Sign `user` in in this browser and return the first pair of that same sign-in."""
    jti, sid = uuid4(), open_browser_session(request=request, user=user, amr=amr)
    Session.objects.filter(sid=sid).update(refresh_jti=jti)
    return issue_pair(user=user, sid=sid, roles=_roles_of(user), jti=jti)


@transaction.atomic
def renew_pair(*, user: User, session_id: int) -> Pair:
    """Return another pair of a sign-in; the refresh token before it is dead. Raises TokenRefused where it has ended."""
    jti = uuid4()
    session = _follow(user, session_id, jti)
    return issue_pair(user=user, sid=session.sid, roles=_roles_of(user), jti=jti)


@transaction.atomic
def renew_sliding(*, user: User, session_id: int) -> str:
    """Return another sliding token of a sign-in, likewise; its window begins anew."""
    jti = uuid4()
    session = _follow(user, session_id, jti)
    return jwt_sliding.issue(user=user, sid=session.sid, roles=_roles_of(user), jti=jti)


def has_tokens(*, session_id: int) -> bool:
    """Return whether tokens were issued under this sign-in."""
    return Session.objects.filter(pk=session_id).exclude(refresh_jti=None).exists()


def _follow(user: User, session_id: int, jti: UUID) -> Session:
    live = Session.objects.filter(pk=session_id, user_id=user.pk, ended_at=None)
    if live.update(refresh_jti=jti) != 1:
        raise TokenRefused(RefusalReason.SESSION_ENDED)
    return live.get()


def _roles_of(user: User) -> Iterable[str]:
    return user.groups.filter(name__in=list(Role)).values_list("name", flat=True)
