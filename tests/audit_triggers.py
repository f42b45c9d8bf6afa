"""Standing in for whoever owns the database: the triggers of the audit trail, taken away for a while."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from django.db import connection

MIGRATION: Any = import_module("accounts.migrations.0003_append_only_audit")


class Editor:
    """As much of Django's schema editor as the migration calls; works inside a test's transaction too."""

    connection = connection

    def execute(self, statement: str) -> None:
        """Run one statement."""
        with connection.cursor() as cursor:
            cursor.execute(statement)


@contextmanager
def without_audit_triggers() -> Iterator[None]:
    """Let the block change and delete events."""
    MIGRATION.unguard(None, Editor())
    yield
    MIGRATION.guard(None, Editor())
