"""What the application remembers of a visitor, never in the browser: tokens, state, what was exchanged."""

import secrets
import threading
import time
from dataclasses import dataclass, field, replace
from typing import Any, Final

from examples.sample_app.steps import Step

LONGEST: Final = 8 * 3600
"""Seconds that a visit is remembered."""
MOST: Final = 1000
STEPS: Final = 40


@dataclass(slots=True)
class Run:
    """What one visitor did with one preset. `held` is the preset's own: its flow, its tokens."""

    steps: list[Step] = field(default_factory=list)
    held: dict[str, Any] = field(default_factory=dict)
    outcome: str = ""
    problem: str = ""

    def record(self, step: Step) -> None:
        """Remember an exchange; one that goes as the last one did is counted; the oldest is forgotten first."""
        last = self.steps[-1] if self.steps else None
        if last and (last.title, last.sent.start, last.received) == (step.title, step.sent.start, step.received):
            self.steps = [*self.steps[:-1], replace(step, times=last.times + 1)]
        else:
            self.steps = [*self.steps, step][-STEPS:]

    def clear(self) -> None:
        """Begin again with nothing."""
        self.steps, self.held, self.outcome, self.problem = [], {}, "", ""


@dataclass(slots=True)
class Visit:
    """A visitor, with a run for each preset that was tried."""

    started: float = field(default_factory=time.monotonic)
    runs: dict[str, Run] = field(default_factory=dict)

    def run(self, path: str) -> Run:
        """Return the run of the preset at this path."""
        return self.runs.setdefault(path, Run())


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
