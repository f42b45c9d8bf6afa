"""Django's own door to passwords (`authenticate`): the same count and the same answer as every other (ASVS 6.3.4)."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import User
from accounts.services.guessing import TooManyGuesses
from accounts.services.passwords import WrongPassword, authenticate_password


class PasswordBackend(ModelBackend):
    """Permissions as Django has them, passwords as `accounts.services.passwords` has them."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        """Return the user, or None; refuse where the guesses are spent."""
        if username is None or password is None:
            return None
        try:
            return authenticate_password(request, username, password)
        except WrongPassword:
            return None
        except TooManyGuesses as spent:
            raise PermissionDenied(str(spent)) from spent
