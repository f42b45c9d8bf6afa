"""The matrix walker: what it finds, what it takes back, and the tables that it refuses."""

from typing import Any

import pytest

from accounts.models import Session
from oauth_server.testing.matrix import AccessMatrix, Matrix
from oauth_server.testing.principals import Principals
from oauth_server.testing.table import read_table
from oauth_server.vocabulary import CredentialKind, Scope
from resources.models import Todo

LIST = "/api/v1/todo/"
CLOSED = {"anonymous": 401, "machines": 403, "wrong_scope": 403}
READ: dict[str, Any] = {**CLOSED, "scope": Scope.TODO_READ, "first_party": 200, "third_party": 200}
WRITE: dict[str, Any] = {
    **CLOSED,
    "scope": Scope.TODO_WRITE,
    "body": {"title": "Buy milk"},
    "first_party": 201,
    "third_party": 201,
}


def test_answers_that_the_table_expects_pass_and_leave_nothing_behind(access_matrix: AccessMatrix) -> None:
    access_matrix({f"GET {LIST}": READ, f"POST {LIST}": WRITE})
    assert not Todo.objects.exists()


def test_a_credential_outlives_a_call_that_ends_it(as_principal: Principals, db: None) -> None:
    keys = {"api_key": 200, "api_key_wrong_scope": 200}
    row = {**CLOSED, **keys, "scope": "never", "first_party": 200, "third_party": 403}
    matrix = Matrix(as_principal, {})
    rows = read_table({"POST /api/logout/": row})
    assert matrix.walk(rows) == matrix.walk(rows) == []
    assert not Session.objects.exclude(ended_at=None).exists()


@pytest.mark.parametrize("column", ["first_party", "third_party", "machines", "wrong_scope", "anonymous"])
def test_each_column_is_asked(access_matrix: AccessMatrix, column: str) -> None:
    with pytest.raises(pytest.fail.Exception, match="expected 418, got"):
        access_matrix({f"GET {LIST}": {**READ, column: 418}, f"POST {LIST}": WRITE})


def test_a_difference_names_the_method_the_person_and_the_credential(access_matrix: AccessMatrix) -> None:
    with pytest.raises(pytest.fail.Exception) as failed:
        access_matrix({f"GET {LIST}": {**READ, "jwt": {"HR": 403, "others": 200}}, f"POST {LIST}": WRITE})
    assert str(failed.value) == f"GET {LIST} as HR by {CredentialKind.JWT}: expected 403, got 200"


def test_a_method_that_the_table_forgets_is_named(access_matrix: AccessMatrix) -> None:
    with pytest.raises(pytest.fail.Exception, match=f"POST {LIST} has no row"):
        access_matrix({f"GET {LIST}": READ})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"machines": None}, "no cell for service_key, oauth2_machine"),
        ({"cookie": 200}, "unknown columns"),
        ({"first_party": {"HR": 200}}, "no status for no role"),
        ({"first_party": {"Gardener": 200, "others": 403}}, "nobody is"),
    ],
)
def test_a_table_that_leaves_something_open_is_refused(change: dict[str, Any], words: str) -> None:
    row = {name: cell for name, cell in {**READ, **change}.items() if cell is not None}
    with pytest.raises(ValueError, match=words):
        read_table({f"GET {LIST}": row})
