"""Who may fetch how much at once: clients that came by themselves never hold every fetch (RFC 9700 section 4.9.1)."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any, Final

from oauth2_provider.models import AbstractApplication

from oauth_server.protocol import fetching

OF_STRANGERS: Final = fetching.AT_ONCE // 2
_strangers: Final = BoundedSemaphore(OF_STRANGERS)


@contextmanager
def share_of(client: Any) -> Iterator[None]:
    """Hold a share while something is fetched for a client (its `registration_source`); raise TooBusy where it is one
    that nobody here registered and others of its kind hold theirs: slow servers of strangers delay strangers alone."""
    if client.registration_source == AbstractApplication.RegistrationSource.MANUAL:
        yield
        return
    if not _strangers.acquire(blocking=False):
        raise fetching.TooBusy(fetching.FAILED)
    try:
        yield
    finally:
        _strangers.release()
