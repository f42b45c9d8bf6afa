"""A person changed their second factors: the second row of the one switch (contract; OWASP ASVS 5.0 section 7.4.3)."""

from django.http import HttpRequest

from accounts.models import User
from accounts.services.credentials import second_factor_changed
from accounts.services.sign_in import keep_browser_session, sign_in_of

KEEP_CONNECTED = "keep_connected"
"""The name of the box on each page that changes a factor."""


def factors_changed(*, request: HttpRequest, user: User) -> None:
    """End what the factors before gave, but for the caller's own sign-in, which goes on under a new cookie.

    Applications that act while the person is away go on only where the page's box says so. One request that changes
    several rows (an authenticator app and its recovery codes) throws the switch once.
    """
    if getattr(request, "_factors_changed", False):
        return
    request._factors_changed = True  # type: ignore[attr-defined] # - for the other signals of this request
    mine = sign_in_of(request)
    own = mine.session_id if mine is not None and mine.user.pk == user.pk else None
    second_factor_changed(user=user, keep_session_id=own, keep_connected=KEEP_CONNECTED in request.POST)
    if own is not None:
        keep_browser_session(request, user)
