"""Who may fetch how much at once: clients that no administrator made never hold every fetch (RFC 9700, 4.9.1)."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from typing import Any, Final

from oauth2_provider.models import AbstractApplication

from oauth_server.protocol import fetching

OF_STRANGERS: Final = fetching.AT_ONCE // 2
OF_DEVELOPERS: Final = fetching.AT_ONCE // 4
_strangers: Final = BoundedSemaphore(OF_STRANGERS)
_developers: Final = BoundedSemaphore(OF_DEVELOPERS)
_askers: Final[set[str]] = set()
_lock: Final = Lock()


@contextmanager
def share_of(client: Any, *, asker: str = "") -> Iterator[None]:
    """Hold a share while something is fetched for a client (its `registration_source` and `user_id`); raise TooBusy
    where others of its kind hold theirs: slow servers of strangers delay strangers alone, those of developers' clients
    developers alone, and neither those of a client that administrators answer for.

    `asker`: whoever makes this server fetch for such a client, by address or identifier; each has one share at a time,
    so that slow servers of one asker leave the other shares to others.
    """
    shares = _shares_of(client)
    if shares is None:
        yield
        return
    with _only_one_of(asker):
        if not shares.acquire(blocking=False):
            raise fetching.TooBusy(fetching.FAILED)
        try:
            yield
        finally:
            shares.release()


def _shares_of(client: Any) -> BoundedSemaphore | None:
    if client.registration_source != AbstractApplication.RegistrationSource.MANUAL:
        return _strangers
    return None if client.user_id is None else _developers


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
