"""Keys by their rows: another process, a moment, and where each key stands."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from oauth_server.protocol.keys import known, port
from oauth_server.protocol.keys.life import KeyState
from oauth_server.protocol.keys.rotation import state_of
from oauth_server.protocol.models import SigningKey
from oauth_server.vocabulary import SigningAlgorithm

ES256 = SigningAlgorithm.ES256
HOUR = timedelta(hours=1)


@pytest.fixture
def another_process() -> Callable[[], None]:
    """Return a function that forgets what this process has opened and read, as a new one has not."""

    def forget() -> None:
        port.opened_port.cache_clear()
        known.forget()

    return forget


def states(algorithm: SigningAlgorithm = ES256) -> list[KeyState]:
    """Return where the keys of an algorithm stand now, oldest first."""
    rows: Any = SigningKey.objects.filter(algorithm=algorithm).order_by("pk")
    return [state_of(row, timezone.now()) for row in rows]
