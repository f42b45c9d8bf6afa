"""Fixed SQL for the hot paths: one text a statement, with the tables and the database's own words put in once."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.db import connection

MODELS: Final = {
    "access_token": "OAUTH2_PROVIDER_ACCESS_TOKEN_MODEL",
    "application": "OAUTH2_PROVIDER_APPLICATION_MODEL",
    "grant": "OAUTH2_PROVIDER_GRANT_MODEL",
    "refresh_token": "OAUTH2_PROVIDER_REFRESH_TOKEN_MODEL",
    "user": "AUTH_USER_MODEL",
}
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "postgresql": {
        "json_object": "json_build_object",
        "json_list": "json_agg",
        "microseconds": "1000000 * extract(epoch from",
        "for_update_of_r": "for update of r",
    },
    "sqlite": {
        "json_object": "json_object",
        "json_list": "json_group_array",
        "microseconds": "1 * (",
        "for_update_of_r": "",
    },
}


@cache
def statement(text: str) -> str:
    """Return SQL from a text with `{table}` and `{word}` in braces; parameters stay `%s`.

    Tables: access_token, application, grant, refresh_token, protected_resource, session, user, user_groups, group.
    """
    models = {name: apps.get_model(getattr(settings, setting)) for name, setting in MODELS.items()}
    tables = {name: model._meta.db_table for name, model in models.items()}
    through: Any = models["user"]._meta.get_field("groups").remote_field.through  # type: ignore[union-attr] - a many-to-many field
    tables |= {
        "session": models["grant"]._meta.get_field("session").related_model._meta.db_table,  # type: ignore[union-attr] - a foreign key
        "protected_resource": apps.get_model("oauth_server.ProtectedResource")._meta.db_table,
        "user_groups": through._meta.db_table,
        "group": apps.get_model("auth.Group")._meta.db_table,
    }
    quoted = {name: connection.ops.quote_name(table) for name, table in tables.items()}
    return text.format_map(quoted | dict(WORDS[connection.vendor]))


def one_row(text: str, parameters: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """Run one statement and return its first row, or None."""
    with connection.cursor() as cursor:
        cursor.execute(statement(text), parameters)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def write(text: str, parameters: tuple[Any, ...]) -> int:
    """Run one statement and return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement(text), parameters)
        return cursor.rowcount
