"""Who a credential speaks for, read live in one statement: user, roles, credential ("active", RFC 7662 section 2.2)."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection, models

from accounts.models import ApiKey, DrfToken, Session, User
from accounts.roles import Role
from oauth_server.vocabulary import RefusalReason, TokenRefused

_COLUMNS: dict[type[models.Model], tuple[str, ...]] = {
    Session: (
        "id",
        "sid",
        "credential_epoch",
        "auth_time",
        "amr",
        "acr",
        "last_used",
        "expires",
        "ended_at",
        "refresh_jti",
    ),
    DrfToken: ("id", "credential_epoch", "created", "last_used", "revoked_at"),
    ApiKey: ("id", "name", "hint", "scopes", "credential_epoch", "last_used", "expires", "revoked_at"),
    User: (),
}
_BESIDE = ("password", "locale", "theme")
"""What a credential of our own is checked by, and what a page of its person looks like."""
_USER_COLUMNS = (*User.STANDING_FIELDS, *_BESIDE)
_JOINED_NAMES = {"postgresql": "string_agg(g.name, chr(31))", "sqlite": "group_concat(g.name, char(31))"}
_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class Standing:
    """A user as of now (`User.STANDING_FIELDS` and what is beside them), the roles held, the credential's columns."""

    user: User
    roles: frozenset[str]
    credential: dict[str, Any]

    def refuse_if_behind(self) -> None:
        """Raise TokenRefused where the account is disabled, or its credentials were changed since."""
        self.refuse_if_disabled()
        if self.credential["credential_epoch"] != self.user.credential_epoch:
            raise TokenRefused(RefusalReason.EPOCH)

    def refuse_if_disabled(self) -> None:
        """Raise TokenRefused where the account is disabled."""
        if not self.user.is_active:
            raise TokenRefused(RefusalReason.USER_DISABLED)


@dataclass(frozen=True, slots=True)
class Ownerless:
    """The columns of a credential behind which no person stands."""

    credential: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Read:
    sql: str
    columns: tuple[str, ...]
    converters: tuple[tuple[int, Any, Any], ...]


@cache
def _read(model: type[models.Model], column: str, vendor: str) -> _Read:
    """Compile the statement once a process; raw, because building the query costs four times what it costs to run."""
    users = [_field(User, name) for name in _USER_COLUMNS]
    credentials = [_field(model, name) for name in _COLUMNS[model]]
    names = [f"u.{field.column}" for field in users] + [f"c.{field.column}" for field in credentials]
    roles = (
        f"(select {_JOINED_NAMES[vendor]} from auth_group g join {User.groups.through._meta.db_table} m"  # noqa: S608 - names of our own models
        " on m.group_id = g.id where m.user_id = u.id)"
    )
    sql = f"select {', '.join(names)}, {roles} from {_tables(model)}.{column} = %s"  # noqa: S608 - names of our own models
    converters = [
        (position, convert, expression)
        for position, expression in enumerate(field.get_col("c") for field in [*users, *credentials])
        for convert in [*connection.ops.get_db_converters(expression), *expression.get_db_converters(connection)]
    ]
    return _Read(sql, _COLUMNS[model], tuple(converters))


def _tables(model: type[models.Model]) -> str:
    """Return the tables to read, up to the alias of the one whose column is asked for."""
    if model is User:
        return f"{User._meta.db_table} u where u"
    return f"{model._meta.db_table} c left join {User._meta.db_table} u on u.id = c.user_id where c"


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    field: models.Field[Any, Any] = model._meta.get_field(name)  # type: ignore[assignment] # - a column, no relation
    return field


def read(model: type[models.Model], column: str, value: Any) -> Standing | None:
    """Return the standing of the credential whose `column` is `value`, or None where there is none. One statement.

    `model` is that of a person's credential, or User: the standing of a person, with no credential in it.
    """
    found = look_up(model, column, value)
    return found if isinstance(found, Standing) else None


def look_up(model: type[models.Model], column: str, value: Any) -> Standing | Ownerless | None:
    """Return the same for a model whose credentials need not be a person's. One statement."""
    plan = _read(model, column, connection.vendor)
    prepared = _field(model, column).get_db_prep_value(value, connection)
    with connection.cursor() as cursor:
        cursor.execute(plan.sql, [prepared])
        found = cursor.fetchone()
    if found is None:
        return None
    row = list(found)
    for position, convert, expression in plan.converters:
        row[position] = convert(row[position], expression, connection)
    end = len(_USER_COLUMNS)
    credential = dict(zip(plan.columns, row[end:-1], strict=True))
    if row[0] is None:
        return Ownerless(credential)
    user = User.from_standing(tuple(row[: len(User.STANDING_FIELDS)]))
    for name, beside in zip(_BESIDE, row[len(User.STANDING_FIELDS) : end], strict=True):
        setattr(user, name, beside)
    held = frozenset((row[-1] or "").split(_SEPARATOR)) & frozenset(map(str, Role))
    return Standing(user, held, credential)
