"""Who may fetch how much at once: clients that no administrator made never hold every fetch (RFC 9700, 4.9.1)."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from typing import Any, Final

from oauth2_provider.models import AbstractApplication

from oauth_server.protocol import fetching

OF_STRANGERS: Final = fetching.AT_ONCE // 2
_strangers: Final = BoundedSemaphore(OF_STRANGERS)
_askers: Final[set[str]] = set()
_lock: Final = Lock()


@contextmanager
def share_of(client: Any, *, asker: str = "") -> Iterator[None]:
    """Hold a share while something is fetched for a client (its `registration_source` and `user_id`); raise TooBusy
    where it is one that registered itself, or that a developer owns, who names its servers, and others of its kind hold
    theirs: slow servers of strangers delay strangers alone.

    `asker`: whoever makes this server fetch for such a client, by address or identifier; each has one share at a time,
    so that slow servers of one asker leave the other shares to others.
    """
    if client.registration_source == AbstractApplication.RegistrationSource.MANUAL and client.user_id is None:
        yield
        return
    with _only_one_of(asker):
        if not _strangers.acquire(blocking=False):
            raise fetching.TooBusy(fetching.FAILED)
        try:
            yield
        finally:
            _strangers.release()


@contextmanager
def _only_one_of(asker: str) -> Iterator[None]:
    if not asker:
        yield
        return
    with _lock:
        if asker in _askers:
            raise fetching.TooBusy(fetching.FAILED)
        _askers.add(asker)
    try:
        yield
    finally:
        _askers.discard(asker)
