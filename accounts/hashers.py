"""Passwords of people: Argon2id at the cost the settings name (OWASP's minimum by default)."""

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Django's hasher; a hash of another cost is renewed at the next sign-in."""

    @property
    def time_cost(self) -> int:
        """Passes over the memory."""
        return int(settings.ARGON2_TIME_COST)

    @property
    def memory_cost(self) -> int:
        """KiB."""
        return int(settings.ARGON2_MEMORY_COST)

    @property
    def parallelism(self) -> int:
        """Lanes."""
        return int(settings.ARGON2_PARALLELISM)
