"""A browser that has proved to be of an account on its way out: nobody is signed in there, and one page is open."""

import time
from typing import Final

from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from accounts.tokens.browser_session import SID

LEAVING: Final = "leaving"
"""The key of the browser's session: whom, by primary key and credential epoch, and since when."""
MAX_AGE: Final = 15 * 60
"""Seconds in which the person may decide; then the sign-in page asks again."""


def is_leaving(user: User) -> bool:
    """Return whether the account is closed because its owner deletes it, and can still be kept.

    Every door takes it for a disabled account, which it is; the sign-in page alone leads to the page that decides.
    """
    return not user.is_active and user.deletion_due is not None and user.deletion_due > timezone.now()


def let_decide(request: HttpRequest, user: User) -> None:
    """Remember in this browser that `user` has proved to be there; no sign-in is opened."""
    request.session.cycle_key()
    request.session[LEAVING] = [user.pk, user.credential_epoch, int(time.time())]


def leaving_of(request: HttpRequest) -> User | None:
    """Return whose decision this browser may take; None where it proved nothing, too long ago, or it is taken, and
    where somebody has signed in since."""
    if request.session.session_key is None or LEAVING not in request.session or SID in request.session:
        return None
    pk, epoch, since = request.session[LEAVING]
    if time.time() - since > MAX_AGE:
        return None
    found = User.objects.filter(pk=pk, credential_epoch=epoch).first()
    return found if found is not None and is_leaving(found) else None
