"""Object rules: which rows of a table a caller may know of; another's is not found, whatever the method."""

from typing import Any

from django.db.models import QuerySet

from accounts.roles import Role
from resources.principal import Principal


def every_row(rows: QuerySet[Any], principal: Principal) -> QuerySet[Any]:
    """Return them all: whoever the row of the policy lets in knows of every one."""
    return rows


def owned_by_user(rows: QuerySet[Any], principal: Principal) -> QuerySet[Any]:
    """Return the rows whose `user` is the caller; none for a machine or for nobody."""
    return rows.none() if principal.user is None else rows.filter(user=principal.user)


def own_unless_hr(rows: QuerySet[Any], principal: Principal) -> QuerySet[Any]:
    """Return every row to HR, and to anybody else the caller's own."""
    return rows if Role.HR in principal.roles else owned_by_user(rows, principal)
