"""One operation of the description: the view says what, the row of the policy table who, and which refusals."""

from typing import Any, Final

from drf_spectacular.openapi import AutoSchema
from rest_framework.mixins import ListModelMixin

from resources.openapi.credentials import requirements_of
from resources.openapi.doors import DOOR_OPERATIONS
from resources.openapi.groups import NOUNS, group_of
from resources.openapi.pages import DescribedPages
from resources.openapi.refusals import name_of, statuses_of
from resources.openapi.resources import RESOURCE_OPERATIONS
from resources.openapi.shapes import Operation
from resources.policy import Rule, asked, rule_of

OPERATIONS: Final = {**RESOURCE_OPERATIONS, **DOOR_OPERATIONS}
ON_ROWS: Final = {"GET": "Read", "POST": "Add", "PUT": "Replace", "PATCH": "Change", "DELETE": "Delete"}
"""What the methods of views that show rows of a model do to one of them."""


class PolicySchema(AutoSchema):
    """Describes a view that has a row; a view without one is in no description."""

    @property
    def rule(self) -> Rule | None:
        """The row of the view."""
        return rule_of(type(self.view))

    @property
    def described(self) -> Operation | None:
        """What is written down of the view; None for views that a serializer describes."""
        view = type(self.view)
        return OPERATIONS.get((f"{view.__module__}.{view.__qualname__}", self.method))

    def is_excluded(self) -> bool:
        """Leave out what no row lets anybody into."""
        return self.rule is None

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """Return the operation with who may call it, and every refusal that it can answer."""
        operation = super().get_operation(*args, **kwargs)
        if operation is None or self.rule is None:
            return None
        operation["security"] = requirements_of(self.rule, self.method)
        operation["x-policy"] = asked(self.rule, self.method)
        for status in statuses_of(self.rule, self.method, paged=self._is_paged()):
            operation["responses"][str(status)] = {"$ref": f"#/components/responses/{name_of(status)}"}
        return operation

    def get_auth(self) -> list[dict[str, Any]]:
        """Return nothing: the row says it, `get_operation` writes it."""
        return []

    def get_summary(self) -> str | None:
        """Return what the operation is, in a few words; None where nothing says it, of which the command warns."""
        if self.described:
            return self.described.summary
        serializer: Any = getattr(self.view, "serializer_class", None)
        if serializer is None:
            return super().get_summary()
        model = serializer.Meta.model._meta
        one, several = NOUNS.get(self.get_tags()[0], (str(model.verbose_name), str(model.verbose_name_plural)))
        if self._is_paged():
            return f"List the {several}, newest first"
        return f"{ON_ROWS[self.method]} {'an' if one[0] in 'aeioA' else 'a'} {one}"

    def get_description(self) -> str:  # type: ignore[override]  # - the signature is drf-spectacular's
        """Return what the docstring of the view's own method says; that of a view would only name its address."""
        own = self.described or self.method.lower() in vars(type(self.view))
        words = getattr(self.view, self.method.lower()).__doc__ if own else ""
        return " ".join((words or "").split())

    def get_tags(self) -> list[str]:
        """Return under which name the operation stands with others."""
        return [group_of(self.rule)] if self.rule else []

    def map_parsers(self) -> list[Any]:
        """Return the media types of the body."""
        return list(self.described.reads) if self.described and self.described.reads else super().map_parsers()

    def get_request_serializer(self) -> Any:
        """Return what the operation reads."""
        return self.described.body if self.described else super().get_request_serializer()

    def get_response_serializers(self) -> Any:
        """Return what the operation answers where it lets the caller in."""
        if self.described is None:
            return super().get_response_serializers()
        return {self.described.status: self.described.answer}

    def _get_paginator(self) -> DescribedPages | None:
        return DescribedPages() if self._is_paged() else None

    def _is_paged(self) -> bool:
        return self.method == "GET" and isinstance(self.view, ListModelMixin)
