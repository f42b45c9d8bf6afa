"""A sign-up by another provider that waits in the browser for its form: a quarter of an hour, and for nobody else."""

import time
from typing import Final

from django.http import HttpRequest

WAITING: Final = "socialaccount_sociallogin"
"""The key of the browser's session under which django-allauth keeps who came from the provider."""
SINCE: Final = "provider_sign_up_since"
MAX_AGE: Final = 15 * 60
"""Seconds; whoever sits down at the browser later would make an account that the one from the provider signs in to."""


def note(request: HttpRequest) -> None:
    """Remember when the sign-up began to wait, if one does."""
    if WAITING in request.session:
        request.session[SINCE] = int(time.time())


def forget(request: HttpRequest) -> None:
    """Drop what waits: somebody begins anew, or has signed in."""
    for key in (WAITING, SINCE):
        request.session.pop(key, None)


def forget_if_old(request: HttpRequest) -> None:
    """Drop what has waited too long."""
    if time.time() - request.session.get(SINCE, 0) > MAX_AGE:
        forget(request)
