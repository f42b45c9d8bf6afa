"""What the application remembers of a visitor, never in the browser: tokens, state, what was exchanged."""

import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Final

LONGEST: Final = 8 * 3600
"""Seconds that a visit is remembered."""
MOST: Final = 1000
STEPS: Final = 40


@dataclass(slots=True)
class Pending:
    """An authorization request on its way: what the answer must match (RFC 6749 section 10.12, RFC 7636)."""

    state: str
    nonce: str
    code_verifier: str


@dataclass(frozen=True, slots=True)
class Step:
    """One exchange, as the page shows it: what was sent, what came back, secrets shortened."""

    title: str
    sent: str
    received: str
    good: bool = True


@dataclass(slots=True)
class Visit:
    """A visitor. `token` is the token response, `claims` what the verified ID token and the userinfo endpoint say."""

    started: float = field(default_factory=time.monotonic)
    pending: Pending | None = None
    token: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    problem: str = ""
    signed_out_state: str = ""

    def record(self, step: Step) -> None:
        """Remember an exchange; the oldest is forgotten first."""
        self.steps = [*self.steps, step][-STEPS:]

    def forget(self) -> None:
        """Drop who was signed in and every token."""
        self.token, self.claims, self.pending = {}, {}, None


class Visits:
    """Visits by the random value of the cookie; bounded in number and age."""

    def __init__(self) -> None:
        self._visits: dict[str, Visit] = {}
        self._lock = threading.Lock()

    def find(self, key: str | None) -> Visit | None:
        """Return the visit of this cookie value, or None where there is none or it is too old."""
        with self._lock:
            visit = self._visits.get(key or "")
        return visit if visit and time.monotonic() - visit.started < LONGEST else None

    def start(self) -> tuple[str, Visit]:
        """Return a fresh cookie value and its visit."""
        key, visit = secrets.token_urlsafe(32), Visit()
        with self._lock:
            while len(self._visits) >= MOST:
                self._visits.pop(next(iter(self._visits)))
            self._visits[key] = visit
        return key, visit

    def renew(self, old: str | None, visit: Visit) -> str:
        """Return a new cookie value for a visit whose visitor has just signed in; the old value dies."""
        key = secrets.token_urlsafe(32)
        with self._lock:
            self._visits.pop(old or "", None)
            self._visits[key] = visit
        return key
