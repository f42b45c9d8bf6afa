"""The administration is German to who reads German: the names of models, columns, fields, filters and actions."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets, label_for_field
from django.utils.translation import override

from accounts.models import User

SAME: Final = frozenset(
    {
        *("API", "Audience", "Browser", "Client", "Generation", "Grant", "Grants", "Logo", "Logos", "Name", "Origin"),
        *("Person", "Scopes", "Status", "Subject", "Text", "Traceback", "UID", "Worker", "Backend", "ID", "Pk"),
        *("Homepage", "Initial access token"),
    }
)
"""Words that both languages have."""
LEFT: Final = frozenset({"Tasks Database Backend", "Run after", "Task name"})
"""What a library says without gettext."""
MODELS: Final = list(admin.site._registry)


def words(model: Any, request: Any) -> Iterator[str]:
    """Give every word that the pages of a model say of their own."""
    page = admin.site.get_model_admin(model)
    yield from (str(name) for name in (page.opts.verbose_name, page.opts.verbose_name_plural))
    yield str(page.opts.app_config.verbose_name)
    shown = flatten_fieldsets(page.get_fieldsets(request, model()))
    form: Any = page.get_form(request, model(), change=True)
    for name in {*page.get_list_display(request), *shown}:
        named = form.base_fields[name].label if name in form.base_fields else None
        yield str(named or label_for_field(name, model, page))
    for title, _fields in page.get_fieldsets(request, model()):
        yield str(title or "")
    actions: Any = page.get_actions(request)
    for _action, _name, description in actions.values():
        yield str(description)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_word_of_a_models_pages_has_a_german_one(model: Any, rf: Any, db: None) -> None:
    request = rf.get("/admin/")
    request.user = User.objects.create_superuser("root", "root@example.org", "x")
    with override("en"):
        english = {word.capitalize() for word in words(model, request)} - {"", *SAME}
    with override("de"):
        german = {word.capitalize() for word in words(model, request)}
    untranslated = (english & german) - {word.capitalize() for word in SAME | LEFT}
    assert not untranslated
