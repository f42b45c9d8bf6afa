"""Every address x credential x role x scope, over HTTP, beside a table written by hand (contract: The guarded API)."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from django.db import transaction

from accounts.models import User
from accounts.services.api_keys import create_personal_key
from oauth_server.testing.matrix import Matrix, ObjectMaker
from oauth_server.testing.principals import Principals
from oauth_server.testing.table import Row, read_table
from oauth_server.vocabulary import Scope
from resources.models import Announcement, Employee, Report, Todo
from resources.policy import TABLE

EXPECTED: Final[list[Row]] = read_table(Path(__file__).parent / "expected_access.toml")


def stranger() -> User:
    """A person who has nothing to do with who calls."""
    return User.objects.create_user("stranger")


def todo(user: User | None) -> int:
    return Todo.objects.create(user=user or stranger(), title="Water the plants").pk


def employee(user: User | None) -> int:
    return Employee.objects.create(user=user or stranger(), name="Sam").pk


def key(user: User | None) -> int:
    return create_personal_key(user=user or stranger(), name="A script", scopes=[Scope.TODO_READ])[0].pk


OBJECTS: Final[Mapping[str, ObjectMaker]] = {
    "/api/keys/{id}/": key,
    "/api/v1/announcements/{id}/": lambda user: Announcement.objects.create(title="The lift is out of order").pk,
    "/api/v1/employees/{id}/": employee,
    "/api/v1/employees/{id}/ another's": lambda user: employee(stranger()),
    "/api/v1/reports/{id}/": lambda user: Report.objects.create(title="The second quarter").pk,
    "/api/v1/todo/{id}/": todo,
    "/api/v1/todo/{id}/ another's": lambda user: todo(stranger()),
    "/api/v1/users/{id}/": lambda user: stranger().pk,
    "/api/v1/users/{id}/ my own roles": lambda user: (user or stranger()).pk,
}
"""What a call is about: the caller's own where the table does not say another's, somebody's where nobody calls."""


@pytest.fixture(scope="module")
def matrix(django_db_setup: None, django_db_blocker: Any) -> Iterator[Matrix]:
    """People and credentials for the whole table, made once: the walker takes back what each call does."""
    with django_db_blocker.unblock(), transaction.atomic():
        with Principals() as principals:
            made = Matrix(principals, OBJECTS)
            made.prepare(EXPECTED)
            yield made
        transaction.set_rollback(True)


def test_every_address_of_the_policy_is_in_the_table_and_no_other() -> None:
    paths = [(rule, path) for rule in TABLE for path in (rule.path, rule.also) if path]
    assert {(row.method, row.path) for row in EXPECTED} == {
        (method, path) for rule, path in paths for method in rule.methods
    }


@pytest.mark.django_db
@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: row.address)
def test_the_api_answers_as_the_table_says(row: Row, matrix: Matrix) -> None:
    assert matrix.differences(row) == []
