"""Passwords of people: Argon2id at the cost the settings name (OWASP's minimum by default)."""

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Django's hasher; a hash of another cost is renewed at the next sign-in."""

    def __init__(self) -> None:
        self.time_cost = settings.ARGON2_TIME_COST
        self.memory_cost = settings.ARGON2_MEMORY_COST
        self.parallelism = settings.ARGON2_PARALLELISM
