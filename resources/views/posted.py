"""What announcements and reports share: a text that the caller signs and others read."""

from typing import Any, TypeVar

from django.db.models import QuerySet
from rest_framework.serializers import BaseSerializer, ModelSerializer, SlugRelatedField

from accounts.models import User
from resources.filters import Search, Word, WrittenFilters
from resources.models.posted import Posted
from resources.views.collection import ListView

Row = TypeVar("Row", bound=Posted)


def shown(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Return rows with what is shown of them, the author's name included, in one statement."""
    columns = ("title", "body", "created", "updated", "author__username", "author__id")
    return rows.select_related("author").only(*columns)


class PostedSerializer(ModelSerializer[Row]):
    """What was written; its author is who posted it, by user name, never a field of the body."""

    author = SlugRelatedField[User](slug_field="username", read_only=True)

    class Meta:
        fields = ["id", "title", "body", "author", "created", "updated"]


class PostedFilters(WrittenFilters):
    """By time, author's user name and text."""

    author = Word("author__username")
    search = Search("title", "body")


class PostedListView(ListView[Row]):
    """A list whose new entries are signed by the caller."""

    filterset_class = PostedFilters

    def perform_create(self, serializer: BaseSerializer[Any]) -> None:
        """Keep the caller as the author."""
        serializer.save(author=self.principal.user)
