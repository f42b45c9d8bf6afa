"""Announcements: anyone reads them; who holds the model's permission writes them."""

from typing import Any

from rest_framework.serializers import BaseSerializer, ModelSerializer, SlugRelatedField

from accounts.models import User
from resources.filters import Search, Word, WrittenFilters
from resources.models import Announcement
from resources.views.collection import EntryView, ListView

SHOWN = Announcement.objects.select_related("author").only(
    "title", "body", "created", "updated", "author__username", "author__id"
)


class AnnouncementSerializer(ModelSerializer[Announcement]):
    """What an announcement says; its author is who posted it, by user name, never a field of the body."""

    author = SlugRelatedField[User](slug_field="username", read_only=True)

    class Meta:
        model = Announcement
        fields = ["id", "title", "body", "author", "created", "updated"]


class AnnouncementFilters(WrittenFilters):
    """By time, author's user name and text."""

    author = Word("author__username")
    search = Search("title", "body")


class AnnouncementListView(ListView[Announcement]):
    """`GET, POST /api/v1/announcements/`."""

    queryset = SHOWN
    serializer_class = AnnouncementSerializer
    filterset_class = AnnouncementFilters

    def perform_create(self, serializer: BaseSerializer[Any]) -> None:
        """Keep the caller as the author."""
        serializer.save(author=self.principal.user)


class AnnouncementView(EntryView[Announcement]):
    """`GET, PUT, PATCH, DELETE /api/v1/announcements/{id}/`."""

    queryset = SHOWN
    serializer_class = AnnouncementSerializer
