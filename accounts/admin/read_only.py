"""Rows that the flows write and nobody edits: to look at in the administration, without what would help a thief."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import AutoField, BigAutoField, Model
from django.http import HttpRequest


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """A model to look at: every column but those that are hidden, also what no form could edit."""

    hidden: ClassVar[tuple[str, ...]] = ()
    """Digests and sealed values: of no use to a reader, of some to a thief."""

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return what is shown of a row; its number stands in the heading."""
        if self.fields:
            return self.fields
        columns = [field for field in self.opts.concrete_fields if not isinstance(field, AutoField | BigAutoField)]
        return [field.name for field in columns if field.name not in self.hidden]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the same: dates that are set by themselves are no fields of a form, and are shown all the same."""
        return self.get_fields(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False: a record of what happened is not edited."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False: what is dead goes by `purge`."""
        return False


def show(model: type[Model], *columns: str, hidden: tuple[str, ...] = (), **more: Any) -> None:
    """Register a model to look at: the columns of its list, those never shown, and Django's options by name."""
    said = {"list_display": columns, "hidden": hidden, **more}
    admin.site.register(model, type(f"{model.__name__}Admin", (ReadOnlyAdmin,), said))
