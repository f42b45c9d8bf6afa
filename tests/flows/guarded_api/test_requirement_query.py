"""The query of a request names a page and nothing else: it filters, joins and orders no rows."""

import pytest
from django.test import Client

from accounts.models import User
from tests.flows.conftest import PASSWORD
from tests.flows.guarded_api.callers import jwt_of

TODO_LIST = "/api/v1/todo/"


@pytest.mark.parametrize(
    "query",
    [
        "_connector=OR+1%3D1",
        "_negated=1",
        "owner__password__startswith=argon2",
        "owner=2",
        "user__username=bob",
        "search=Hers",
        "fields=owner__password",
        "id__in=1,2,3",
        "pk=1)+OR+1%3D1--",
    ],
)
def test_a_query_shows_no_row_of_another_and_no_column(alice: User, query: str) -> None:
    User.objects.create_user("bob", "bob@example.org", PASSWORD)
    assert jwt_of("bob").post(TODO_LIST, {"title": "His"}).status_code == 201
    caller = jwt_of("alice")
    assert caller.post(TODO_LIST, {"title": "Hers"}).status_code == 201
    plain, asked = caller.get(TODO_LIST).json(), caller.get(f"{TODO_LIST}?{query}").json()
    assert [entry["title"] for entry in asked["results"]] == ["Hers"]
    assert asked["results"] == plain["results"]
    assert Client().get(f"{TODO_LIST}?{query}").status_code == 401


def test_an_order_by_a_column_that_is_not_offered_is_refused(alice: User) -> None:
    assert jwt_of("alice").get(f"{TODO_LIST}?ordering=owner__password").status_code == 400
