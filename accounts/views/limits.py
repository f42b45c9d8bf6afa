"""How many requests one address, key or user may make, by django-allauth's actions (ACCOUNT_RATE_LIMITS)."""

from typing import Final

from allauth.core.ratelimit import consume
from rest_framework.exceptions import Throttled
from rest_framework.request import Request

from accounts.models import User

MINUTE: Final = 60


def limit(request: Request, action: str, *, key: str | None = None, user: User | None = None) -> None:
    """Take one of the requests that may be made of `action` by this address, for `key`, by `user`; raise Throttled."""
    if not consume(request._request, action=action, key=key, user=user):
        raise Throttled(wait=MINUTE)
