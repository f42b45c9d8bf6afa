"""Reports: for who holds the model's permissions, which the role Manager does; a machine may read them."""

from typing import Any

from rest_framework.serializers import BaseSerializer, ModelSerializer, SlugRelatedField

from accounts.models import User
from resources.filters import Search, Word, WrittenFilters
from resources.models import Report
from resources.views.collection import EntryView, ListView

SHOWN = Report.objects.select_related("author").only(
    "title", "body", "created", "updated", "author__username", "author__id"
)


class ReportSerializer(ModelSerializer[Report]):
    """What a report says; its author is who posted it, by user name, never a field of the body."""

    author = SlugRelatedField[User](slug_field="username", read_only=True)

    class Meta:
        model = Report
        fields = ["id", "title", "body", "author", "created", "updated"]


class ReportFilters(WrittenFilters):
    """By time, author's user name and text."""

    author = Word("author__username")
    search = Search("title", "body")


class ReportListView(ListView[Report]):
    """`GET, POST /api/v1/reports/`."""

    queryset = SHOWN
    serializer_class = ReportSerializer
    filterset_class = ReportFilters

    def perform_create(self, serializer: BaseSerializer[Any]) -> None:
        """Keep the caller as the author."""
        serializer.save(author=self.principal.user)


class ReportView(EntryView[Report]):
    """`GET, PUT, PATCH, DELETE /api/v1/reports/{id}/`."""

    queryset = SHOWN
    serializer_class = ReportSerializer
