"""Opening a sign-in for an app of ours: a session record without a browser, and its first token pair."""

from collections.abc import Sequence
from uuid import uuid4

from django.db import transaction
from django.http import HttpRequest

from accounts.models import User
from accounts.roles import Role
from accounts.services.sign_in import open_session
from accounts.tokens.jwt import Pair, issue_pair


@transaction.atomic
def open_pair(*, user: User, request: HttpRequest, amr: Sequence[str]) -> Pair:
    """Return the first pair of a new sign-in of `user`, who has just proved who they are by the methods of `amr`."""
    jti = uuid4()
    session = open_session(user=user, amr=amr, request=request, refresh_jti=jti)
    roles = user.groups.filter(name__in=list(Role)).values_list("name", flat=True)
    return issue_pair(user=user, sid=session.sid, roles=roles, jti=jti)
