"""What a row without a name of its own is called: its model and its number."""

from django.db.models import Model
from django.utils.text import capfirst


def numbered(row: Model) -> str:
    """Return such a name, in the language of whoever reads it."""
    return f"{capfirst(row._meta.verbose_name)} {row.pk}"
