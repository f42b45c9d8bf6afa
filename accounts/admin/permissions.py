"""Permissions in words: Django writes their names in English into the table."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, Final

from django.contrib import admin
from django.contrib.auth.models import Permission
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

OF_EVERY_MODEL: Final[Mapping[str, Any]] = {
    "view": _("look at"),
    "add": _("add"),
    "change": _("change"),
    "delete": _("delete"),
}
OF_ITS_OWN: Final[Mapping[str, Any]] = {
    "act_for_person": _("act for another person"),
    "end_credentials": _("end everything that acts for a person"),
}


def in_words(permission: Permission) -> str:
    """Return what it is about, and what it lets its holder do."""
    return f"{_about(permission)}: {_lets(permission)}"


def in_list(permissions: Iterable[Permission]) -> SafeString:
    """Return a list with one line a model."""
    told = groupby(sorted(permissions, key=_about), key=_about)
    lines = ((about, ", ".join(_lets(one) for one in some)) for about, some in told)
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}</li>", lines))


def _about(permission: Permission) -> str:
    model: Any = permission.content_type.model_class()
    if model is None:
        return str(permission.content_type)
    options = admin.site.get_model_admin(model).opts if admin.site.is_registered(model) else model._meta
    return str(capfirst(options.verbose_name_plural))


def _lets(permission: Permission) -> str:
    action = permission.codename.partition("_")[0]
    return str(OF_ITS_OWN.get(permission.codename) or OF_EVERY_MODEL.get(action) or permission.name)
