"""The to-do list: own rows only, by every method; newest first, page by page; faults named by field."""

from typing import Any

import pytest

from accounts.models import User
from tests.flows.guarded_api.callers import Caller, jwt_of, nobody, oauth2_of
from tests.flows.oauth import RelyingParty

LIST = "/api/v1/todo/"
FIELDS = {"id", "title", "description", "completed", "created", "updated"}


@pytest.fixture
def hers(alice: User) -> Caller:
    """Alice, by our own mobile client."""
    return jwt_of("alice")


@pytest.fixture
def his(people: dict[str, User]) -> Caller:
    """An administrator, who is somebody else."""
    return jwt_of(people["Admin"].username)


def address(entry: dict[str, Any]) -> str:
    return f"{LIST}{entry['id']}/"


def test_an_entry_lives_from_post_to_delete(hers: Caller) -> None:
    made = hers.post(LIST, {"title": " Buy milk "})
    assert made.status_code == 201
    entry = made.json()
    assert set(entry) == FIELDS
    assert (entry["title"], entry["description"], entry["completed"]) == ("Buy milk", "", False)
    assert hers.get(address(entry)).json() == entry
    assert hers.call("PATCH", address(entry), {"completed": True}).json()["completed"] is True
    replaced = hers.call("PUT", address(entry), {"title": "Buy oat milk", "description": "Two"}).json()
    assert (replaced["title"], replaced["description"]) == ("Buy oat milk", "Two")
    assert hers.call("DELETE", address(entry)).status_code == 204
    assert hers.get(address(entry)).status_code == 404


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE"])
def test_anothers_entry_is_not_found_by_any_method(hers: Caller, his: Caller, method: str) -> None:
    entry = hers.post(LIST, {"title": "Mine"}).json()
    refused = his.call(method, address(entry), {"title": "Taken"})
    absent = his.call(method, f"{LIST}{entry['id'] + 1000}/", {"title": "Taken"})
    assert refused.status_code == absent.status_code == 404
    if method != "HEAD":
        drop = ("decision",)
        assert {k: v for k, v in refused.json().items() if k not in drop} == {
            k: v for k, v in absent.json().items() if k not in drop
        }
    assert his.get(LIST).json()["count"] == 0
    assert hers.get(address(entry)).json() == entry


def test_an_applications_token_reaches_no_other_persons_entry(hers: Caller, his: Caller, web: RelyingParty) -> None:
    entry = his.post(LIST, {"title": "His"}).json()
    application = oauth2_of(web, "alice", ["todo:read", "todo:write"])
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        assert application.call(method, address(entry), {"title": "Taken"}).status_code == 404


@pytest.mark.parametrize("name", ["user", "user_id", "owner", "id", "created"])
def test_whose_an_entry_is_cannot_be_said_in_the_body(hers: Caller, his: Caller, name: str, alice: User) -> None:
    entry = his.post(LIST, {"title": "His", name: alice.pk}).json()
    assert hers.get(address(entry)).status_code == 404
    his.call("PATCH", address(entry), {name: alice.pk})
    assert his.get(address(entry)).status_code == 200
    assert hers.get(LIST).json()["count"] == 0


def test_the_list_is_newest_first_20_a_page(hers: Caller) -> None:
    for number in range(25):
        hers.post(LIST, {"title": str(number)})
    first = hers.get(LIST).json()
    assert (first["count"], first["previous"]) == (25, None)
    assert [entry["title"] for entry in first["results"]] == [str(number) for number in range(24, 4, -1)]
    assert [entry["title"] for entry in hers.get(f"{LIST}?page=2").json()["results"]] == ["4", "3", "2", "1", "0"]
    assert first["next"].endswith("page=2")


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ("3", 3),
        ("0", 20),
        ("-1", 20),
        ("abc", 20),
        ("", 20),
        ("9" * 30, 25),
        ("9" * 5000, 20),
        ("1.5", 20),
        ("%00", 20),
    ],
)
def test_a_page_size_that_is_no_size_gives_the_usual_one(hers: Caller, size: str, shown: int) -> None:
    for number in range(25):
        hers.post(LIST, {"title": str(number)})
    assert len(hers.get(f"{LIST}?page_size={size}").json()["results"]) == shown


def test_a_page_has_at_most_100(hers: Caller, alice: User) -> None:
    alice.todos.bulk_create([alice.todos.model(user=alice, title=str(number)) for number in range(101)])
    assert len(hers.get(f"{LIST}?page_size=1000").json()["results"]) == 100


@pytest.mark.parametrize("page", ["0", "-1", "2", "abc", "9" * 30, "9" * 5000, "%00", "%zz", "1%27"])
def test_a_page_that_is_none_is_404(hers: Caller, page: str) -> None:
    assert hers.get(f"{LIST}?page={page}").status_code == 404


@pytest.mark.parametrize("number", ["0", "9" * 20, "9" * 5000, "-1", "1.5", "abc", "%00", "1%20", "%D9%A1"])
def test_a_number_that_is_no_entrys_is_404(hers: Caller, number: str) -> None:
    for method in ("GET", "PUT", "DELETE"):
        response = hers.call(method, f"{LIST}{number}/", {"title": "Taken"})
        assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["#/title"]),
        ({"title": ""}, ["#/title"]),
        ({"title": "   "}, ["#/title"]),
        ({"title": None}, ["#/title"]),
        ({"title": ["a"]}, ["#/title"]),
        ({"title": {"a": "b"}}, ["#/title"]),
        ({"title": "a" * 201}, ["#/title"]),
        ({"title": "a\x00b"}, ["#/title"]),
        ({"title": "a", "description": "b" * 2001}, ["#/description"]),
        ({"title": "a", "completed": "perhaps"}, ["#/completed"]),
        ({"title": "a", "completed": []}, ["#/completed"]),
        ({"title": True, "completed": 7}, ["#/title", "#/completed"]),
        ([], ["#"]),
        ("title", ["#"]),
        (7, ["#"]),
    ],
)
def test_a_fault_is_named_by_its_field(hers: Caller, body: Any, pointers: list[str]) -> None:
    response = hers.post(LIST, body)
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert [error["pointer"] for error in response.json()["errors"]] == pointers
    assert all(error["detail"] for error in response.json()["errors"])
    assert hers.get(LIST).json()["count"] == 0


def test_nobody_has_a_list() -> None:
    assert nobody().get(LIST).status_code == 401
