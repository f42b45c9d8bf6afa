"""Values between Python and fixed SQL, alike on PostgreSQL and SQLite."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection


def moment(value: datetime) -> Any:
    """Return an aware datetime as a parameter of the database in use."""
    return connection.ops.adapt_datetimefield_value(value)


def identifier(value: UUID) -> Any:
    """Return a UUID as a parameter of the database in use."""
    return value if connection.features.has_native_uuid_field else value.hex


def read_moment(value: Any) -> datetime | None:
    """Return an aware datetime from a column or a JSON member; SQLite keeps UTC without saying so."""
    if value is None:
        return None
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def read_identifier(value: Any) -> UUID | None:
    """Return a UUID from a column or a JSON member."""
    return value if value is None or isinstance(value, UUID) else UUID(value)


def read_duration(value: Any) -> timedelta | None:
    """Return a timedelta from a column: an interval, or microseconds where there is no such type."""
    return value if value is None or isinstance(value, timedelta) else timedelta(microseconds=value)


def read_json(value: Any) -> Any:
    """Return what a JSON column or expression holds."""
    return json.loads(value) if isinstance(value, str) else value
