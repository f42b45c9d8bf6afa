"""Django's own door to passwords (`authenticate`): the same count and the same answer as every other (ASVS 6.3.4)."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
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

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return what the person holds, of their own and by groups: Django's answer in one statement, not two."""
        if obj is not None or not user_obj.is_active or user_obj.is_anonymous or user_obj.is_superuser:
            return super().get_all_permissions(user_obj, obj)
        if not hasattr(user_obj, "_perm_cache"):
            own, groups = (
                Permission.objects.filter(**{holder: user_obj.pk})
                .order_by()
                .values_list("content_type__app_label", "codename")
                for holder in ("user", "group__user")
            )
            user_obj._perm_cache = {f"{label}.{code}" for label, code in own.union(groups)}
        return set(user_obj._perm_cache)
