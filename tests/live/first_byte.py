"""How long the first byte of each page takes, on one core: `.venv/bin/python -m tests.live.first_byte`."""

import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Final

import requests

from tests.live.person import Person
from tests.live.server import LiveServer

PAGES: Final = {
    "": ("/", "/accounts/login/", "/accounts/signup/", "/docs/", "/no-such-page", "/o/authorize/?client_id=none"),
    "alice": (
        "/",
        "/account/",
        "/account/access/",
        "/account/activity/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/device",
        "/developer/",
        "/developer/new/",
        "/docs/",
    ),
    "adam": ("/", "/admin/"),
}
"""By who asks: nobody, or a person of the demo."""
FIRST: Final = 5
COUNTED: Final = 20
"""Requests that warm up, and requests that count."""


def milliseconds(server: LiveServer, cookies: dict[str, str], path: str) -> float:
    """Return the time until the head of an answer is there."""
    with requests.get(f"{server.issuer}{path}", cookies=cookies, stream=True, timeout=30) as answer:
        return answer.elapsed.total_seconds() * 1000


def main() -> None:
    """Start a server of its own and print a line a page: the middle one and the slowest of 20 requests."""
    with tempfile.TemporaryDirectory() as folder:
        server = LiveServer(Path(folder), worker="gw0")
        server.prepare()
        try:
            server.start()
            for who, paths in PAGES.items():
                cookies = _signed_in(server, who) if who else {}
                for path in paths:
                    taken = [milliseconds(server, cookies, path) for _ in range(FIRST + COUNTED)][FIRST:]
                    sys.stdout.write(f"{who or 'nobody':8}{path:32}{median(taken):8.1f} ms{max(taken):8.1f} ms\n")
        finally:
            server.discard()


def _signed_in(server: LiveServer, who: str) -> dict[str, str]:
    with Person(server) as person:
        person.username, person.password = who, server.user(who)["password"]
        return {cookie.name: str(cookie.value) for cookie in person.sign_in().cookies}


if __name__ == "__main__":
    main()
