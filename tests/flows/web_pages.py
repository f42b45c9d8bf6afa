"""What stands at other servers' addresses, held still: the guarded fetcher asks it instead of the internet."""

import json
from typing import Any

import pytest
from django.core.cache import cache

from oauth_server.protocol import fetching
from oauth_server.protocol.fetching import Fetched, FetchRefused


class Web:
    """Pages by address, and which were asked for."""

    def __init__(self) -> None:
        self.pages: dict[str, Fetched] = {}
        self.asked: list[str] = []

    def put(self, url: str, content: Any, *, status: int = 200, content_type: str = "application/json") -> None:
        """Put JSON, or bytes as they are, at an address."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.pages[url] = Fetched(status, content_type, body)

    def fetch(self, url: str, *, limit: int = 65536, **_: Any) -> Fetched:
        """Answer as the guarded fetcher does."""
        self.asked.append(url)
        if url not in self.pages or len(self.pages[url].body) > limit:
            raise FetchRefused("The address could not be fetched.")
        return self.pages[url]


def held_still(monkeypatch: pytest.MonkeyPatch) -> Web:
    """Return the outside, empty, with nothing remembered of it."""
    cache.clear()
    web = Web()
    monkeypatch.setattr(fetching, "fetch", web.fetch)
    return web
