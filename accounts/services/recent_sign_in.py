"""A recent sign-in before what is sensitive: django-allauth asks again, and keeps what was posted meanwhile."""

from datetime import timedelta
from typing import Final

from allauth.account import app_settings
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.services.authentication_methods import FEDERATED, ONE_TIME_CODE
from accounts.services.sign_in import sign_in_of
from oauth_server.vocabulary import AccessTokenFacts

FROM_ELSEWHERE: Final = frozenset({ONE_TIME_CODE, FEDERATED})
"""What comes out of a mailbox or from another provider. With a second factor `amr` says so, by a word more."""


def has_signed_in_recently(request: HttpRequest) -> bool:
    """Return whether the person proved to be there within ACCOUNT_REAUTHENTICATION_TIMEOUT, by more than a mailed code
    or another provider: signing in counts as proving it again does (decision 0137)."""
    sign_in = sign_in_of(request)
    return sign_in is not None and _is_recent(sign_in) and not FROM_ELSEWHERE.issuperset(sign_in.amr)


def ask_again_unless_recent(request: HttpRequest, *, forgets: tuple[str, ...] = ()) -> None:
    """Return where the person proved to be there within ACCOUNT_REAUTHENTICATION_TIMEOUT; else raise what the
    middleware answers with the page that asks for it, and that comes back here. What was posted waits in the session
    meanwhile, but for the fields that it `forgets`: no secret belongs there.

    A sign-in by a mailed code or by another provider alone is asked again, too, where there is something else to prove
    it with: whoever reads the mailbox could otherwise do, and keep from the person, what a reset password would show
    them, and a provider lets in whoever sits at the browser, asking nothing. Whoever has neither password nor second
    factor to prove it with is led to set a password.
    """
    if has_signed_in_recently(request):
        return
    sign_in = sign_in_of(request)
    if sign_in is not None and not get_reauthentication_flows(sign_in.user):
        if _is_recent(sign_in):
            return
        messages.warning(request, _("This asks for a recent sign-in, by a password or a passkey: set one up first."))
        raise ImmediateHttpResponse(redirect("account_set_password"))
    posted = request.POST.copy()
    for name in forgets:
        posted.pop(name, None)
    request.POST = posted  # type: ignore[assignment] # - Django's own is immutable, and this one is read only, too
    raise ReauthenticationRequired


def _is_recent(sign_in: AccessTokenFacts) -> bool:
    longest = timedelta(seconds=app_settings.REAUTHENTICATION_TIMEOUT)
    return sign_in.auth_time is not None and timezone.now() - sign_in.auth_time <= longest
