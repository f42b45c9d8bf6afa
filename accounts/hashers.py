"""Passwords of people: Argon2id at the cost the settings name (OWASP's minimum by default)."""

import argon2
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Django's hasher at `ARGON2_TIME_COST`, `ARGON2_MEMORY_COST` (KiB) and `ARGON2_PARALLELISM`."""

    def params(self) -> argon2.Parameters:
        """Return the cost of a new hash; one of another cost is renewed at the next sign-in."""
        self.time_cost = settings.ARGON2_TIME_COST
        self.memory_cost = settings.ARGON2_MEMORY_COST
        self.parallelism = settings.ARGON2_PARALLELISM
        cost: argon2.Parameters = super().params()
        return cost
