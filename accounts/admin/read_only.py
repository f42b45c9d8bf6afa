"""Rows that the flows write and nobody edits: to look at in the administration, without what would help a thief."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model, URLField
from django.http import HttpRequest


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """A model to look at."""

    hidden: ClassVar[tuple[str, ...]] = ()
    """Digests and sealed values: of no use to a reader, of some to a thief."""

    formfield_overrides: ClassVar[Any] = {URLField: {"assume_scheme": "https"}}

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Leave out the hidden columns."""
        return self.hidden

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False: a record of what happened is not edited."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False: what is dead goes by `purge`."""
        return False


def show(model: type[Model], *columns: str, hidden: tuple[str, ...] = (), related: tuple[str, ...] = ()) -> None:
    """Register a model to look at: the columns of its list, those that are never shown, and what is read along."""
    said = {"list_display": columns, "hidden": hidden, "list_select_related": related or False}
    admin.site.register(model, type(f"{model.__name__}Admin", (ReadOnlyAdmin,), said))
