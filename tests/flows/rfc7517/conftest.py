"""The key set as a client sees it, and a rotation as an operator does it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from oauth_server.protocol.keys import known, port

KEY_SET = "/.well-known/jwks.json"


@pytest.fixture
def restart() -> Iterator[Callable[[], None]]:
    """Return a function that forgets what was read and opened of the keys, as a new process has not."""

    def forget() -> None:
        port.opened_port.cache_clear()
        known.forget()

    yield forget
    forget()


def key_set() -> list[dict[str, Any]]:
    """Return the published keys."""
    keys: list[dict[str, Any]] = Client().get(KEY_SET).json()["keys"]
    return keys


def rotate(**options: Any) -> None:
    """Run `manage.py rotate_signing_key`, as an operator does."""
    call_command("rotate_signing_key", json=True, stdout=Nowhere(), **options)


class Nowhere:
    """Output that nobody reads."""

    def write(self, text: str) -> None:
        """Drop it."""
