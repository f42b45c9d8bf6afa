"""The two views of a resource with rows: its list, and one entry, which is held while it is changed."""

from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet
from rest_framework.generics import ListCreateAPIView, RetrieveUpdateDestroyAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from resources.filters import Filters
from resources.guard import GuardedView
from resources.policy.rule import SAFE

Row = TypeVar("Row", bound=Model)


class ListView(GuardedView, ListCreateAPIView[Row]):
    """A list, narrowed by the view's `filterset_class`, and a new entry."""

    queryset: Any
    filter_backends = (Filters,)


class EntryView(GuardedView, RetrieveUpdateDestroyAPIView[Row]):
    """An entry. Changes of one entry wait for each other: none is lost, and none brings back what was deleted."""

    queryset: Any
    lookup_field = "id"

    def get_queryset(self) -> QuerySet[Any]:
        """Return what the object rule shows; locked, where the method changes it."""
        rows = super().get_queryset()
        return rows if self.request.method in SAFE else rows.select_for_update(of=("self",))

    @transaction.atomic
    def update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Change the entry."""
        return super().update(request, *args, **kwargs)

    @transaction.atomic
    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Delete the entry."""
        return super().destroy(request, *args, **kwargs)
