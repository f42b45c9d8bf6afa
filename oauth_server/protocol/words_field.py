"""A list of wire words, ticked in a form and kept in one column."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html


class Words(forms.MultipleChoiceField):
    """Wire words to tick, kept in one column with spaces between them."""

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value: Any) -> Any:
        """Return what is ticked."""
        return value.split() if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        """Return the column."""
        return " ".join(super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare with what the column holds."""
        return super().has_changed(self.prepare_value(initial), data)


def words(members: Iterable[str], *, label: Any = None, help_text: Any = "") -> Words:
    """Return the field of a list of wire words."""
    choices = [(str(word), format_html("<code>{}</code>", word)) for word in members]
    return Words(choices=choices, required=False, label=label, help_text=help_text)
