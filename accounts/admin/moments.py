"""A date and a time in a form of the administration, each with a name: Django's own say neither to who cannot see."""

from typing import Any, Final

from django.contrib.admin.widgets import AdminSplitDateTime
from django.db import models
from django.utils.translation import gettext_lazy as _


class NamedMoment(AdminSplitDateTime):
    """Django's two fields, named (WCAG 2.2 section 4.1.2)."""

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs)
        for widget, name in zip(self.widgets, (_("Date"), _("Time")), strict=True):
            widget.attrs["aria-label"] = name


MOMENTS: Final[dict[Any, Any]] = {models.DateTimeField: {"widget": NamedMoment}}
"""For `formfield_overrides`."""
