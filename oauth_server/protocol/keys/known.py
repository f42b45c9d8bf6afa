"""The keys that this process knows: read from the port and the rows, again after seconds and for an unknown kid."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Final

import structlog
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseFailure

from oauth_server.protocol.keys.life import KeyState, Life
from oauth_server.protocol.keys.port import HeldKey, KeyPort, key_port
from oauth_server.protocol.models import SigningKey
from oauth_server.vocabulary import SigningAlgorithm

AT_MOST_EVERY: Final = 1.0
"""Seconds between two readings that unknown kids cause: whoever makes kids up costs no more than that."""
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key that is held and not withdrawn, and its life."""

    held: HeldKey
    life: Life


@dataclass(frozen=True, slots=True)
class KnownKeys:
    """What was read at one moment; which key signs and which are published is asked of the clock each time."""

    by_kid: Mapping[str, KnownKey]
    port: KeyPort
    read: float

    def active(self, algorithm: SigningAlgorithm, now: datetime) -> str:
        """Return the key that signs: the one that has begun, or, where none has, the first that will."""
        of_algorithm = [key for key in self.by_kid.values() if key.held.algorithm == algorithm]
        known = [key for key in of_algorithm if key.life.state(now) != KeyState.RETIRED]
        if not known:
            raise ImproperlyConfigured(f"There is no signing key for {algorithm}: run `manage.py migrate`.")
        return min(known, key=_begins).held.kid

    def published(self, now: datetime) -> list[HeldKey]:
        """Return the keys of the key set, those that sign longest from now first."""
        shown = [key for key in self.by_kid.values() if key.life.is_published(now)]
        return [key.held for key in sorted(shown, key=_begins, reverse=True)]


_known: KnownKeys | None = None
_reading = threading.Lock()


def known_keys() -> KnownKeys:
    """Return what is known; no statement, but for one reading every settings.SIGNING_KEYS_REREAD."""
    known = _known
    if known is None or monotonic() - known.read >= settings.SIGNING_KEYS_REREAD.total_seconds():
        return _read_again(known)
    return known


def find(kid: str) -> KnownKey | None:
    """Return a key by its identifier; one that is not known is looked for once more, unless that was just done."""
    known = known_keys()
    if kid not in known.by_kid and monotonic() - known.read >= AT_MOST_EVERY:
        known = _read_again(known)
    return known.by_kid.get(kid)


def forget() -> None:
    """Read again at the next use."""
    global _known  # noqa: PLW0603 - one assignment, so that no thread sees half of it
    _known = None


def _read_again(before: KnownKeys | None) -> KnownKeys:
    """Read, in one thread at a time; the others go on with what they have. What cannot be read leaves all as it was."""
    global _known  # noqa: PLW0603 - likewise
    if not _reading.acquire(blocking=before is None) and before is not None:
        return before
    try:
        if _known is not None and _known is not before:
            return _known
        try:
            _known = _read()
        except (DatabaseFailure, ImproperlyConfigured):
            if before is None:
                raise
            log.exception("signing_keys_not_read")
            _known = KnownKeys(before.by_kid, before.port, monotonic())
        return _known
    finally:
        _reading.release()


def _read() -> KnownKeys:
    rows = SigningKey.objects.filter(withdrawn_at=None).values_list("kid", "not_before", "retired_at")
    lives = {kid: Life(not_before, retired_at) for kid, not_before, retired_at in rows}
    port = key_port()
    held = {key.kid: key for key in port.public_keys()}
    return KnownKeys({kid: KnownKey(held[kid], life) for kid, life in lives.items() if kid in held}, port, monotonic())


def _begins(key: KnownKey) -> tuple[datetime, str]:
    return key.life.not_before, key.held.kid
