"""The matrix walker: asks the API as every kind of caller, and compares the answers with a table written by hand."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any, Final, Protocol

from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from accounts.models import User
from accounts.roles import Role
from oauth_server.testing.applications import API_SCOPES
from oauth_server.testing.caller import Caller
from oauth_server.testing.principals import Principals
from oauth_server.testing.table import MACHINE, SUPERUSER, WRONG, Row, kind_of
from oauth_server.vocabulary import Scope
from resources.policy import TABLE
from resources.principal import NARROWED

ObjectMaker = Callable[[User | None], Any]
"""Makes what a call to an address with `{id}` is about, and returns its identifier; takes who calls, or None."""
BARE: Final = frozenset({Scope.ACCOUNT_READ})
"""The scope of a credential that goes wrong where no scope would be right."""
OWN_CACHE: Final = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "matrix"}}


class AccessMatrix(Protocol):
    """The fixture `access_matrix`: fails the test unless the API answers as the table says."""

    def __call__(
        self, table: Path | str | Mapping[str, Any], *, objects: Mapping[str, ObjectMaker] | None = None
    ) -> None:
        """Walk a table: a TOML file, or a mapping of that form. `objects`: by address, what a call is about."""


class Matrix:
    """Walks tables with one set of people and credentials. Each call is undone: rows, cookies and counters alike."""

    def __init__(self, principals: Principals, objects: Mapping[str, ObjectMaker]) -> None:
        self._principals = principals
        self._objects = objects
        self._people: dict[str, User | None] = {MACHINE: None}
        self._callers: dict[tuple[str, str, frozenset[str]], Caller] = {}

    def walk(self, rows: Iterable[Row]) -> list[str]:
        """Return a line for each answer that is not the table's, and for each method that its addresses lack."""
        rows = list(rows)
        return [*_forgotten(rows), *(line for row in rows for line in self.differences(row))]

    def prepare(self, rows: Iterable[Row]) -> None:
        """Make every caller of these rows now, in the transaction of whoever asks, so that several tests share them."""
        for row in rows:
            for column, people in row.cells.items():
                for person in people:
                    self._caller(column, person, row.scope)

    def differences(self, row: Row) -> list[str]:
        """Return a line for each answer that is not the row's."""
        self.prepare([row])  # before the settings change: what a caller needs of them has to outlast this row
        with override_settings(CACHES=OWN_CACHE), _quiet():
            asked = ((column, person) for column, people in row.cells.items() for person in people)
            return [line for column, person in asked if (line := self._difference(row, column, person))]

    def _difference(self, row: Row, column: str, person: str) -> str:
        expected, seen = row.cells[column][person], self._status(row, self._caller(column, person, row.scope))
        return "" if seen == expected else f"{row.address} as {person} by {column}: expected {expected}, got {seen}"

    def _caller(self, column: str, person: str, scope: str) -> Caller:
        scopes = _scopes(column, scope)
        key = (column.removesuffix(WRONG), person, scopes or frozenset())
        if key not in self._callers:
            via = kind_of(column)
            self._callers[key] = self._principals(via=via, user=self._person(person), scopes=scopes)
        return self._callers[key]

    def _person(self, name: str) -> User | None:
        if name not in self._people:
            roles = {name} & set(Role)
            self._people[name] = self._principals.person(roles=roles, superuser=name == SUPERUSER)
        return self._people[name]

    def _status(self, row: Row, caller: Caller) -> int:
        cookies = deepcopy(caller.client.cookies)
        cache.clear()
        try:
            with transaction.atomic():
                path = row.path
                if "{id}" in path:
                    make = self._objects.get(row.address.partition(" ")[2]) or self._objects[path]
                    path = path.replace("{id}", str(make(caller.user)))
                response = caller.call(row.method, path, None if row.method == "GET" else row.body)
                transaction.set_rollback(True)
        finally:
            caller.client.cookies = cookies
        return int(response.status_code)


@contextmanager
def _quiet() -> Iterator[None]:
    """Log no refusal: here they are what is asked for, and hundreds of them would hide the one that matters."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)


def _scopes(column: str, scope: str) -> frozenset[str] | None:
    """Return the scopes of a column's credential: the one that is needed, or every one of the API but that one.

    Where none is needed, or none would help: every one, and for the wrong ones BARE alone.
    """
    if kind_of(column) not in NARROWED:
        return None
    wrong, known = column.endswith(WRONG), scope in API_SCOPES
    if wrong:
        return API_SCOPES - {scope} if known else BARE
    return frozenset({scope}) if known else API_SCOPES


def _forgotten(rows: list[Row]) -> Iterator[str]:
    walked = {(row.method, row.path) for row in rows}
    paths = {row.path for row in rows}
    for rule in TABLE:
        for path in {rule.path, rule.also} & paths:
            yield from (f"{method} {path} has no row" for method in rule.methods if (method, str(path)) not in walked)
