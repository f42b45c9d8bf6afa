"""A pytest plugin (`-p oauth_server.testing`): callers with real credentials, and the matrix of who may do what."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from oauth_server.testing.matrix import AccessMatrix
    from oauth_server.testing.principals import Principals


@pytest.fixture
def as_principal(db: None) -> "Iterator[Principals]":
    """Return a function that makes callers: `as_principal(role=..., via=..., scopes=..., amr=...)`.

    Its parameters are those of `Principals.__call__`; what it has to change in the settings is put back after the test.
    """
    from oauth_server.testing.principals import Principals

    with Principals() as principals:
        yield principals


@pytest.fixture
def access_matrix(as_principal: "Principals") -> "AccessMatrix":
    """Return a function that fails unless the API answers as a table says: `access_matrix("tests/notices.toml")`.

    The table is the path of a TOML file, or a mapping of the same form (`oauth_server.testing.table`); `objects` gives,
    for an address with `{id}`, what makes the object that a person's call is about (`oauth_server.testing.matrix`).
    """
    from oauth_server.testing.matrix import Matrix, ObjectMaker
    from oauth_server.testing.table import read_table

    def check(table: Path | str | Mapping[str, Any], *, objects: Mapping[str, ObjectMaker] | None = None) -> None:
        __tracebackhide__ = True
        if differences := Matrix(as_principal, objects or {}).walk(read_table(table)):
            pytest.fail("\n".join(differences), pytrace=False)

    return check
