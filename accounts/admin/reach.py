"""Who asks in the administration, and whom they reach: only a superuser touches a superuser."""

from django.http import HttpRequest

from accounts.models import User


def administrator(request: HttpRequest) -> User | None:
    """Return who asks."""
    return request.user if isinstance(request.user, User) else None


def reaches(request: HttpRequest, user: User | None) -> bool:
    """Return whether the one who asks stands no lower than `user` (None: the list as a whole)."""
    return user is None or not user.is_superuser or bool(request.user.is_superuser)
