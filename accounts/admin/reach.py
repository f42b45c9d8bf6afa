"""Who asks in the administration, and whom they reach: only a superuser touches a superuser."""

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from accounts.models import User

Row = TypeVar("Row", bound=Model)


def administrator(request: HttpRequest) -> User | None:
    """Return who asks."""
    return request.user if isinstance(request.user, User) else None


def reaches(request: HttpRequest, user: User | None) -> bool:
    """Return whether the one who asks stands no lower than `user` (None: the list as a whole)."""
    return user is None or not user.is_superuser or bool(request.user.is_superuser)


def within_reach(request: HttpRequest, rows: QuerySet[Row]) -> QuerySet[Row]:
    """Return those of `rows` that the one who asks may touch, by the `user` of each; nobody's are within reach too."""
    return rows if request.user.is_superuser else rows.exclude(user__is_superuser=True)
