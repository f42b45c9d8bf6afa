"""The resources that have rows of their own."""

from resources.models.todo import Todo

__all__ = ["Todo"]
