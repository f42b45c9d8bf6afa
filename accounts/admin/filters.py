"""Filters of the administration: whether a date is set, and one of many words."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class SetFilter(admin.EmptyFieldListFilter):
    """By whether a column is set: whether something has ended, was revoked, belongs to somebody."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Say yes and no in place of empty and not empty."""
        for choice, word in zip(super().choices(changelist), (_("All"), _("No"), _("Yes")), strict=True):
            yield {**choice, "display": word}


class Titled:
    """To be put before a filter of Django's: it is `called` so, in place of what a library calls the column."""

    called: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = self.called


class WordFilter(admin.SimpleListFilter):
    """By one of so many words that a list of links would be longer than the page: a field to choose from."""

    template = "admin/word_filter.html"

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        self.others = [(name, value) for name, value in request.GET.items() if name not in (self.parameter_name, "p")]
