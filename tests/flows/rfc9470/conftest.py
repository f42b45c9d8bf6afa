"""Rows of the policy table that ask for a second factor, for a recent sign-in, or for both."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from resources.policy import Rule, table
from resources.views.protected import ProtectedView
from resources.views.todo import TodoListView

PROTECTED = "/api/protected/"
TODO = "/api/v1/todo/"
VIEWS = {PROTECTED: ProtectedView, TODO: TodoListView}


@pytest.fixture
def row(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that lets the row of an address ask more than it does."""

    def ask(path: str = PROTECTED, **more: Any) -> None:
        view = VIEWS[path]
        name = f"{view.__module__}.{view.__qualname__}"
        rule: Rule = table._BY_VIEW[name]
        monkeypatch.setitem(table._BY_VIEW, name, replace(rule, **more))

    return ask
