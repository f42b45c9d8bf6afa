"""Filters: what they find, that they reach no further than the list, and that a value that means nothing is named."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils.http import urlencode

from accounts.models import User
from accounts.roles import Role
from tests.flows.guarded_api.callers import Caller, jwt_of, nobody
from tests.flows.resources.conftest import Hire, pointers

TODO = "/api/v1/todo/"
ANNOUNCEMENTS = "/api/v1/announcements/"
EMPLOYEES = "/api/v1/employees/"
USERS = "/api/v1/users/"


def found(caller: Caller, path: str, column: str, **parameters: str) -> list[Any]:
    """Return one column of what the list answers."""
    response = caller.get(f"{path}?{urlencode(parameters)}")
    assert response.status_code == 200, response.content
    return [entry[column] for entry in response.json()["results"]]


@pytest.fixture
def entries(hers: Caller, alice: User) -> Caller:
    """Three entries of Alice's, a day apart."""
    for day, title in enumerate(["Buy milk", "Call the Dormouse", "Drink milk"], start=1):
        entry = hers.post(TODO, {"title": title, "completed": day == 1}).json()
        alice.todos.filter(pk=entry["id"]).update(created=datetime(2026, 3, day, 12, tzinfo=UTC))
    return hers


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, ["Drink milk", "Call the Dormouse", "Buy milk"]),
        ({"completed": "true"}, ["Buy milk"]),
        ({"completed": "0"}, ["Drink milk", "Call the Dormouse"]),
        ({"completed": ""}, ["Drink milk", "Call the Dormouse", "Buy milk"]),
        ({"search": "MILK"}, ["Drink milk", "Buy milk"]),
        ({"search": "%"}, []),
        ({"search": "' or 1=1 --"}, []),
        ({"created_after": "2026-03-02T12:00:00Z"}, ["Drink milk", "Call the Dormouse"]),
        ({"created_before": "2026-03-02T12:00:00Z"}, ["Buy milk"]),
        ({"created_after": "2026-03-02T14:00:00+02:00", "created_before": "2026-03-03"}, ["Call the Dormouse"]),
        ({"ordering": "title"}, ["Buy milk", "Call the Dormouse", "Drink milk"]),
        ({"ordering": "-title", "completed": "false"}, ["Drink milk", "Call the Dormouse"]),
        (
            {"color": "red", "user": "1", "user_id": "1", "title__startswith": "B"},
            ["Drink milk", "Call the Dormouse", "Buy milk"],
        ),
    ],
)
def test_the_to_do_list_is_narrowed(entries: Caller, parameters: dict[str, str], expected: list[str]) -> None:
    assert found(entries, TODO, "title", **parameters) == expected


def test_no_filter_reaches_anothers_entries(entries: Caller, hire: Hire) -> None:
    hire("bob")
    for parameters in ({}, {"search": "milk"}, {"completed": "true"}, {"ordering": "title"}, {"user": "alice"}):
        assert found(jwt_of("bob"), TODO, "title", **parameters) == []


def test_a_page_keeps_the_filter(entries: Caller) -> None:
    first = entries.get(f"{TODO}?search=milk&page_size=1").json()
    assert (first["count"], [entry["title"] for entry in first["results"]]) == (2, ["Drink milk"])
    second = entries.get(first["next"].removeprefix("http://testserver")).json()
    assert [entry["title"] for entry in second["results"]] == ["Buy milk"]


def test_announcements_are_found_by_author_and_text(manager: Caller, admin: Caller) -> None:
    manager.post(ANNOUNCEMENTS, {"title": "Picnic", "body": "Bring cake"})
    admin.post(ANNOUNCEMENTS, {"title": "Cake", "body": ""})
    assert found(nobody(), ANNOUNCEMENTS, "title", search="cake") == ["Cake", "Picnic"]
    assert found(nobody(), ANNOUNCEMENTS, "title", author="mona") == ["Picnic"]


def test_reports_are_found_by_text(manager: Caller) -> None:
    for title in ("Spring", "Summer"):
        manager.post("/api/v1/reports/", {"title": title, "body": f"It was {title}."})
    assert found(manager, "/api/v1/reports/", "title", search="was summer") == ["Summer"]


def test_employees_are_found_by_name_department_and_day(hr: Caller) -> None:
    for name, department, hired in (("Ann", "Sales", "2020-01-01"), ("Bea", "sales", "2021-01-01"), ("Cy", "IT", None)):
        hr.post(EMPLOYEES, {"name": name, "department": department, "hired": hired, "notes": "Ann knows"})
    assert found(hr, EMPLOYEES, "name", department="SALES") == ["Bea", "Ann"]
    assert found(hr, EMPLOYEES, "name", department="sale") == []
    assert found(hr, EMPLOYEES, "name", name="n") == ["Ann"]
    assert found(hr, EMPLOYEES, "name", search="it") == ["Cy"]
    assert found(hr, EMPLOYEES, "name", search="knows") == []
    assert found(hr, EMPLOYEES, "name", hired_after="2021-01-01") == ["Bea"]
    assert found(hr, EMPLOYEES, "name", hired_before="2021-01-01") == ["Ann"]
    assert found(hr, EMPLOYEES, "name", ordering="name") == ["Ann", "Bea", "Cy"]


def test_accounts_are_found_by_standing_role_and_name(admin: Caller, hire: Hire) -> None:
    hire("mona", Role.MANAGER, Role.HR)
    hire("gone", is_active=False)
    assert found(admin, USERS, "username", is_active="false") == ["gone"]
    assert found(admin, USERS, "username", is_staff="true") == ["adam"]
    assert found(admin, USERS, "username", role="HR") == ["mona"]
    assert found(admin, USERS, "username", search="MONA@EXAMPLE") == ["mona"]
    assert found(admin, USERS, "username", search="argon2") == []
    assert found(admin, USERS, "username", ordering="username") == ["adam", "gone", "mona"]


WRONG = [
    (TODO, "completed", "perhaps"),
    (TODO, "completed", "2"),
    (TODO, "completed", "tr\x00ue"),
    (TODO, "search", "a\x00b"),
    (TODO, "search", "a" * 201),
    (TODO, "created_after", "yesterday"),
    (TODO, "created_after", "2026-02-30T00:00:00Z"),
    (TODO, "created_after", "0001-01-01T00:00:00+14:00"),
    (TODO, "created_before", "9999-12-31T23:59:59-12:00"),
    (TODO, "created_before", "9" * 5000),
    (TODO, "created_before", "\x00"),
    (TODO, "ordering", "user__password"),
    (TODO, "ordering", "-password"),
    (TODO, "ordering", "title,created"),
    (TODO, "ordering", "?"),
    (ANNOUNCEMENTS, "author", "a" * 151),
    (ANNOUNCEMENTS, "ordering", "author__password"),
    (EMPLOYEES, "hired_after", "01/02/2020"),
    (EMPLOYEES, "hired_before", "2020-13-01"),
    (EMPLOYEES, "department", "a\x00"),
    (EMPLOYEES, "name", "a" * 201),
    (EMPLOYEES, "ordering", "notes"),
    (USERS, "is_active", "None"),
    (USERS, "is_staff", "unknown"),
    (USERS, "role", "King"),
    (USERS, "ordering", "password"),
    (USERS, "search", "\x00"),
]


@pytest.mark.parametrize(
    ("path", "name", "value"), WRONG, ids=[f"{path}-{n}-{name}" for n, (path, name, _) in enumerate(WRONG)]
)
def test_a_value_that_means_nothing_is_named_by_its_parameter(admin: Caller, path: str, name: str, value: str) -> None:
    assert pointers(admin.get(f"{path}?{urlencode({name: value})}")) == [f"#/{name}"]


def test_who_may_not_read_the_list_learns_nothing_of_its_filters(hers: Caller) -> None:
    assert hers.get(f"{USERS}?role=King").status_code == 403
    assert nobody().get(f"{TODO}?completed=perhaps").status_code == 401


@pytest.mark.parametrize("query", ["completed=true&completed=false", "completed[]=true", "&&&=", "search=%ff", "%00=1"])
def test_an_odd_query_breaks_nothing(hers: Caller, query: str) -> None:
    assert hers.get(f"{TODO}?{query}").status_code in {200, 400}


def test_a_filter_on_an_entry_is_ignored(hers: Caller, alice: User) -> None:
    entry = hers.post(TODO, {"title": "Mine"}).json()
    assert hers.get(f"{TODO}{entry['id']}/?completed=perhaps&search=nothing").status_code == 200
