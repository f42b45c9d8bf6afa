"""What a list may be narrowed by: a value that means nothing is 400 and named; an unknown parameter is ignored."""

from datetime import UTC, datetime
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from django_filters.fields import IsoDateTimeField
from drf_spectacular.utils import extend_schema_field
from rest_framework.request import Request

LONGEST: Final = 200
"""Characters of a text that is searched for."""
NAME: Final = 150
"""Characters of the longest name in a column."""
_WORDS: Final = {"true": True, "1": True, "false": False, "0": False}


class _TrueFalseField(forms.Field):
    """Django's own takes any other word for no answer; this one says so."""

    def to_python(self, value: Any) -> bool | None:
        if value in self.empty_values:
            return None
        if (word := str(value).lower()) not in _WORDS:
            raise ValidationError(_("Must be true or false."), code="invalid")
        return _WORDS[word]


class _InstantField(IsoDateTimeField):
    """A moment that every time zone can name; one outside the calendar's ends would fail in the database's."""

    def to_python(self, value: Any) -> datetime | None:
        moment: datetime | None = super().to_python(value)
        try:
            return moment and moment.astimezone(UTC)
        except OverflowError as error:
            raise ValidationError(_("Enter a valid date/time."), code="invalid") from error


class TrueFalse(filters.BooleanFilter):
    """`true` or `false`."""

    field_class = _TrueFalseField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, widget=forms.TextInput, **kwargs)  # its own drops what it does not know


class Instant(filters.IsoDateTimeFilter):
    """A date and time (RFC 3339)."""

    field_class = _InstantField


class Day(filters.DateFilter):
    """A date as RFC 3339 writes it, whatever the caller's language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, input_formats=["%Y-%m-%d"], **kwargs)


@extend_schema_field({"type": "string", "maxLength": NAME})
class Word(filters.CharFilter):
    """A whole column; `lookup_expr="iexact"`: in any case of its letters."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        super().__init__(field_name=field_name, max_length=NAME, **kwargs)


@extend_schema_field({"type": "string", "maxLength": LONGEST})
class Text(filters.CharFilter):
    """A part of a column, in any case of its letters."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        super().__init__(field_name=field_name, lookup_expr="icontains", max_length=LONGEST, **kwargs)


@extend_schema_field({"type": "string", "maxLength": LONGEST})
class Search(filters.CharFilter):
    """A text that stands somewhere in one of some columns."""

    def __init__(self, *columns: str, **kwargs: Any) -> None:
        self.columns = columns
        super().__init__(max_length=LONGEST, **kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Return the rows in which it stands."""
        anywhere = Q()
        for column in self.columns if value else ():
            anywhere |= Q(**{f"{column}__icontains": value})
        return qs.filter(anywhere)


class Order(filters.ChoiceFilter):
    """One column to sort by, `-` before it for the other way; equal ones stay newest first, so that no page repeats."""

    def __init__(self, *columns: str, **kwargs: Any) -> None:
        names = [name for column in columns for name in (column, f"-{column}")]
        super().__init__(choices=[(name, name) for name in names], **kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Return the rows in that order."""
        return qs.order_by(value, "-id") if value else qs


class Filters(filters.DjangoFilterBackend):
    """django-filter's, which builds a form for each request: a fifth of what a list costs, so not where nothing asks
    for it. No filter here does anything by itself."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        """Return what the query asks for; raise ValidationError for a value that means nothing."""
        if not request.query_params:
            return queryset
        narrowed: QuerySet[Any] = super().filter_queryset(request, queryset, view)
        return narrowed


class WrittenFilters(filters.FilterSet):
    """For what has a title and is written at some time."""

    created_after = Instant(field_name="created", lookup_expr="gte")
    created_before = Instant(field_name="created", lookup_expr="lt")
    search = Search("title")
    ordering = Order("created", "updated", "title")
