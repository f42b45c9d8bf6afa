"""Object rules: which rows of a table a caller may know of; another's is not found, whatever the method."""

from typing import Any

from django.db.models import QuerySet

from resources.principal import Principal


def owned_by_user(rows: QuerySet[Any], principal: Principal) -> QuerySet[Any]:
    """Return the rows whose `user` is the caller; none for a machine or for nobody."""
    return rows.none() if principal.user is None else rows.filter(user=principal.user)
