"""Addresses one a row: a field that grows without a script, and says beside each row what is wrong with it."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from oauth_server.console.developer.reasons import in_words

ADD: Final = "add"
"""The name of the buttons that add a row; their value is the name of the field."""
MOST: Final = 20

Fault = Callable[[str], str]


class RowsInput(forms.TextInput):
    """Reads every row of a name."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Return what was typed, row by row."""
        return list(data.getlist(name)) if isinstance(data, MultiValueDict) else list(data.get(name, ()))


class BoundRows(forms.BoundField):
    """What the template `developer/parts/rows.html` shows."""

    field: "RowsField"

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return each row with its value and, where the form was sent, what is wrong with it; a spare one if asked."""
        field, bound, value = self.field, self.form.is_bound, self.value() or ()
        typed = [row for row in value if row.strip()][: field.most]
        judged = bound and bool(self.form.errors)
        shown = [{"value": row, "fault": field.fault_of(row) if judged else ""} for row in typed]
        wants_more = bound and self.form.data.get(ADD) == self.html_name
        if (not shown or wants_more) and len(shown) < field.most:
            shown.append({"value": "", "fault": ""})
        return shown

    @property
    def blames_rows(self) -> bool:
        """Whether each fault stands beside its row, so that the field as a whole has nothing to add."""
        return any(row["fault"] for row in self.rows)


class RowsField(forms.Field):
    """Addresses; cleaned to a tuple without blanks and repetitions. `fault`: what is wrong with one, in wire words;
    `row`: what one is called; `add`: what the button for one more does."""

    widget = RowsInput
    bound_field_class = BoundRows

    def __init__(
        self, *, fault: Fault, row: str | Promise, add: str | Promise, most: int = MOST, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.fault, self.row, self.add, self.most = fault, row, add, most

    def fault_of(self, value: str) -> str:
        """Return what is wrong with a row, in words for people; an empty text where it is good."""
        fault = self.fault(value.strip())
        return in_words(fault) if fault else ""

    def clean(self, value: Sequence[str]) -> tuple[str, ...]:
        """Return the rows; raise ValidationError where one of them is at fault."""
        typed = tuple(dict.fromkeys(row.strip() for row in value if row.strip()))
        if self.required and not typed:
            raise ValidationError(_("At least one is needed."), code="required")
        if len(typed) > self.most:
            raise ValidationError(_("At most %(most)d are kept.") % {"most": self.most}, code="most")
        if any(self.fault(row) for row in typed):
            raise ValidationError(_("One of them cannot be registered; the reason stands beside it."), code="fault")
        return typed

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare row by row."""
        return tuple(initial or ()) != tuple(row.strip() for row in data or () if row.strip())


class GrowingForm(forms.Form):
    """A form whose rows grow by a button: what was typed comes back, and nothing is judged yet."""

    def asks_for_row(self) -> bool:
        """Return whether a button for one more row was pressed; then the form shows no errors."""
        grows = isinstance(self.data, QueryDict) and self.data.get(ADD) in self.fields
        if grows:
            self._errors = forms.utils.ErrorDict()
            self.cleaned_data = {}
        return grows
