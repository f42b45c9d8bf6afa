"""The to-do list: a person's own entries; another's is not found, whatever the method."""

from typing import Any

from rest_framework.serializers import BaseSerializer, ModelSerializer

from resources.filters import TrueFalse, WrittenFilters
from resources.models import Todo
from resources.views.collection import EntryView, ListView


class TodoSerializer(ModelSerializer[Todo]):
    """What an entry says; its owner is the caller, never a field of the body."""

    class Meta:
        model = Todo
        fields = ["id", "title", "description", "completed", "created", "updated"]


class TodoFilters(WrittenFilters):
    """By time, title, and whether it is done."""

    completed = TrueFalse()


class TodoListView(ListView[Todo]):
    """`GET, POST /api/v1/todo/`."""

    queryset = Todo.objects.all()
    serializer_class = TodoSerializer
    filterset_class = TodoFilters

    def perform_create(self, serializer: BaseSerializer[Any]) -> None:
        """Keep the new entry as the caller's own."""
        serializer.save(user=self.principal.user)


class TodoView(EntryView[Todo]):
    """`GET, PUT, PATCH, DELETE /api/v1/todo/{id}/`."""

    queryset = Todo.objects.all()
    serializer_class = TodoSerializer
