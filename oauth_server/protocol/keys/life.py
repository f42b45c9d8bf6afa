"""The life of a key, by row and clock: next, active, retired, withdrawn (OpenID Connect Core section 10.1.1)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings


class KeyState(StrEnum):
    """Where a key stands."""

    NEXT = "next"
    ACTIVE = "active"
    RETIRED = "retired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Life:
    """When a key begins to sign, and when its successor does (None: it has none yet)."""

    not_before: datetime
    retired_at: datetime | None

    def state(self, now: datetime) -> KeyState:
        """Return where a key that was not withdrawn stands."""
        if now < self.not_before:
            return KeyState.NEXT
        return KeyState.ACTIVE if self.retired_at is None or now < self.retired_at else KeyState.RETIRED

    def is_published(self, now: datetime) -> bool:
        """Return whether it stands in the key set: until the last token that it signed has expired."""
        return self.retired_at is None or now < self.retired_at + longest_token() + settings.SIGNING_KEY_MARGIN

    def is_over(self, now: datetime) -> bool:
        """Return whether nothing that it signed counts any more, an expired ID token as a hint at logout included."""
        return self.retired_at is not None and now >= self.retired_at + settings.SIGNING_KEY_HINT_LIFETIME

    def is_due(self, now: datetime) -> bool:
        """Return whether its successor should be made now, so that it signs when this key's time is up."""
        return self.retired_at is None and now >= self.not_before + settings.SIGNING_KEY_LIFETIME - publication()


def publication() -> timedelta:
    """Return how long a key is published before it signs: until whoever keeps the key set has asked for it again."""
    lifetime: timedelta = settings.SIGNING_KEY_MAX_AGE + settings.SIGNING_KEY_MARGIN
    return lifetime


def longest_token() -> timedelta:
    """Return how long a token may live whose signature somebody else verifies; clients and resources only lower it."""
    longest: timedelta = max(
        settings.ID_TOKEN_LIFETIME, settings.ACCESS_TOKEN_LIFETIME, settings.JWT_ACCESS_TOKEN_LIFETIME
    )
    return longest
