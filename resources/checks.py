"""`manage.py check` refuses a view of the API without a row, or with a guard of its own, and a row without its view."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import URLResolver, get_resolver
from django.utils.module_loading import import_string
from rest_framework.views import APIView

from resources.policy import TABLE, Rule, rule_of

OWN_GUARD = ("authentication_classes", "permission_classes")


@register(Tags.urls)
def check_policy(**kwargs: Any) -> list[CheckMessage]:
    """Compare the URLconf with the policy table, in both directions."""
    views = {callback.cls: callback for callback in _api_callbacks(get_resolver())}
    return [
        *(_no_row(view) for view in views if rule_of(view) is None),
        *(_own_guard(view) for view, callback in views.items() if _has_own_guard(view, callback)),
        *(error for rule in TABLE for error in _check_row(rule)),
    ]


def _api_callbacks(resolver: URLResolver) -> Iterator[Any]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _api_callbacks(pattern)
        elif issubclass(getattr(pattern.callback, "cls", object), APIView):
            yield pattern.callback


def _has_own_guard(view: type[APIView], callback: Any) -> bool:
    own = any(getattr(view, name) != getattr(APIView, name) for name in OWN_GUARD)
    return own or bool(set(OWN_GUARD) & set(getattr(callback, "initkwargs", {})))


def _no_row(view: type) -> CheckMessage:
    return Error(
        f"{view.__module__}.{view.__qualname__} has no row in resources.policy.", obj=view, id="resources.E001"
    )


def _own_guard(view: type) -> CheckMessage:
    hint = "Leave authentication_classes and permission_classes to the defaults; write a row instead."
    return Error(f"{view.__qualname__} brings a guard of its own.", hint=hint, obj=view, id="resources.E002")


def _check_row(rule: Rule) -> Iterator[CheckMessage]:
    try:
        view = import_string(rule.view)
    except ImportError as error:
        yield Error(f"The row of {rule.path} names no view: {error}", id="resources.E003")
        return
    offered = {name.upper() for name in view.http_method_names if hasattr(view, name)} - {"HEAD", "OPTIONS"}
    if offered != set(rule.methods):
        words = f"The row of {rule.path} has {sorted(rule.methods)}, its view answers {sorted(offered)}."
        yield Error(words, id="resources.E004")
