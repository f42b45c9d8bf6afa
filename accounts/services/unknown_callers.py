"""How often one address may ask the API without a good credential, where limits by address are on (ADDRESS_LIMITS)."""

import logging
import time
from typing import Final

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

logger = logging.getLogger(__name__)
AT_MOST: Final = 300
"""Requests of a minute: enough for an office in which some tokens have just expired."""
MINUTE: Final = 60
"""Seconds after which an address that has used its requests up may ask again."""


def may_ask(request: HttpRequest) -> bool:
    """Take one of the requests that this address has in a minute; return whether one was left.

    Without the cache nobody is refused: the limit spares work, and what it spares is not worth an outage.
    """
    if not settings.ADDRESS_LIMITS:
        return True
    key = f"unknown_caller:{get_ip(request)}:{int(time.time()) // MINUTE}"
    try:
        return cache.add(key, 1, timeout=MINUTE) or cache.incr(key) <= AT_MOST
    except Exception:
        logger.exception("The cache does not answer: callers without a good credential are not counted.")
        return True
