"""HTTP to an upstream provider: https, no redirects, an answer of bounded size in bounded time."""

import time
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from django.conf import settings

from accounts.models.upstream_provider import LOOPBACK

SILENCE: Final = 5
"""Seconds that a provider may say nothing."""
WHOLE: Final = 10
"""Seconds for a whole answer."""
LARGEST: Final = 512 * 1024
"""Octets of an answer."""


class BoundedSession(requests.Session):
    """What django-allauth asks providers with; raises RequestException for everything beyond the bounds."""

    def __init__(self) -> None:
        super().__init__()
        self.max_redirects = 0
        self.trust_env = False  # no netrc: it would add somebody's password

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> requests.Response:
        """Ask, and read the whole answer within the bounds."""
        _refuse_plain(url if isinstance(url, str) else url.decode("ascii", "replace"))
        began = time.monotonic()
        response = super().request(method, url, *args, **{**kwargs, "timeout": SILENCE, "stream": True})
        read = bytearray()
        while piece := response.raw.read1(16 * 1024, decode_content=True):
            read += piece
            if len(read) > LARGEST or time.monotonic() - began > WHOLE:
                response.close()
                raise requests.exceptions.ContentDecodingError("The answer is too long.")
        response._content = bytes(read)
        return response


def _refuse_plain(url: str) -> None:
    """Refuse http, but on a loopback address where this server itself is on http: then it is being tried out."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError as fault:
        raise requests.exceptions.InvalidURL(url) from fault
    plain = parts.scheme == "http" and settings.ISSUER.startswith("http:") and host in LOOPBACK
    if parts.scheme != "https" and not plain:
        raise requests.exceptions.InvalidSchema("A provider is asked by https alone.")
