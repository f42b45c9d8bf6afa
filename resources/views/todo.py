"""The to-do list: a person's own entries; another's is not found, whatever the method."""

from typing import Any

from rest_framework.generics import ListCreateAPIView, RetrieveUpdateDestroyAPIView
from rest_framework.serializers import BaseSerializer, ModelSerializer

from resources.guard import GuardedView
from resources.models import Todo


class TodoSerializer(ModelSerializer[Todo]):
    """What an entry says; its owner is the caller, never a field of the body."""

    class Meta:
        model = Todo
        fields = ["id", "title", "description", "completed", "created", "updated"]


class TodoListView(GuardedView, ListCreateAPIView[Todo]):
    """`GET, POST /api/v1/todo/`."""

    queryset = Todo.objects.all()
    serializer_class = TodoSerializer

    def perform_create(self, serializer: BaseSerializer[Any]) -> None:
        """Keep the new entry as the caller's own."""
        serializer.save(user=self.principal.user)


class TodoView(GuardedView, RetrieveUpdateDestroyAPIView[Todo]):
    """`GET, PUT, PATCH, DELETE /api/v1/todo/{id}/`."""

    queryset = Todo.objects.all()
    serializer_class = TodoSerializer
    lookup_field = "id"
