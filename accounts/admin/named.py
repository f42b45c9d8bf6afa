"""A library's model and its columns under the names that they have here, with the application it is shown with."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class NamedOptions:
    """The options of a model, but for its names and its application's."""

    def __init__(self, options: Any, *, one: Any, many: Any) -> None:
        self._options = options
        self.verbose_name, self.verbose_name_plural = one, many

    def __getattr__(self, name: str) -> Any:
        return getattr(self._options, name)

    @property
    def app_config(self) -> Any:
        """The application of people, in whose section these models stand."""
        return apps.get_app_config("accounts")


class NamedAdmin:
    """To be put before ModelAdmin: `one` and `many` are what the model is called."""

    opts: Any
    one: Any
    many: Any

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.opts = NamedOptions(self.opts, one=self.one, many=self.many)

    def get_changelist_instance(self, request: Any) -> Any:
        """Call the list what it is."""
        found: Any = super().get_changelist_instance(request)  # type: ignore[misc] # - ModelAdmin's
        found.opts, found.title = self.opts, capfirst(self.many)
        return found


class SaysWhose:
    """To be put before ModelAdmin: the column `whose`, for a `user` that the library has not named."""

    @admin.display(description=_("user"), ordering="user__username")
    def whose(self, row: Any) -> Any:
        """Return whose it is."""
        return row.user
