"""Threads of the worker that deliver logout tokens, so that a slow client holds up neither the queue nor the others."""

import logging
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore, Thread
from typing import Final

from django.db import InterfaceError, OperationalError, close_old_connections, connections

from oauth_server.protocol.fetching import AT_ONCE
from oauth_server.protocol.models import LogoutDelivery
from oauth_server.protocol.services.logout_delivery import deliver, lease

logger = logging.getLogger(__name__)
BUSY: Final = (InterfaceError, OperationalError)


class Couriers:
    """A context in which what is due is looked for every `interval` seconds; each client is visited by one thread at a
    time. Leaving it waits for what is under way; what a process that was killed had begun is taken up by another."""

    def __init__(self, interval: float) -> None:
        self._interval = interval
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="logout")
        self._free = BoundedSemaphore(AT_ONCE)
        self._running = True
        self._dispatcher = Thread(target=self._dispatch, name="logout dispatcher", daemon=True)

    def __enter__(self) -> None:
        """Begin."""
        self._dispatcher.start()

    def __exit__(self, *_: object) -> None:
        """Take nothing up any more, and wait for what is under way."""
        self._running = False
        self._dispatcher.join()
        self._pool.shutdown()

    def _dispatch(self) -> None:
        while self._running:
            close_old_connections()
            if not self._send_one():
                time.sleep(self._interval)
        connections.close_all()

    def _send_one(self) -> bool:
        """Send a thread to the next client; return whether there was one."""
        self._free.acquire()
        try:
            leased = lease()
        except BUSY:
            logger.exception("logout_waits_for_database")
            leased = []
        if not leased:
            self._free.release()
            return False
        self._pool.submit(self._visit, leased)
        return True

    def _visit(self, leased: Sequence[LogoutDelivery]) -> None:
        try:
            deliver(leased)
        except Exception:
            logger.exception("logout_not_delivered")
        finally:
            connections.close_all()
            self._free.release()
