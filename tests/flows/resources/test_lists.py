"""Lists: newest first, 20 a page, at most 100; few statements, and no more for more rows."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from accounts.roles import Role
from resources.models import Announcement, Employee, Report
from tests.flows.guarded_api.callers import Caller, drf_token_of, jwt_of, nobody, session_of
from tests.flows.guarded_api.test_statements import statements
from tests.flows.resources.conftest import Hire

__all__ = ["statements"]

Count = Callable[[Callable[[], Any]], int]
WHO = 1
"""Statements for who is asking by a bearer; a session takes one more."""
PERMISSIONS = 1
COUNT_AND_PAGE = 2


@pytest.fixture
def rows(hire: Hire) -> Callable[[int], None]:
    """Return a function that makes so many rows of everything, each with a person of its own."""

    def make(number: int) -> None:
        for _ in range(number):
            person = hire(f"person{User.objects.count()}", Role.HR)
            for model in (Announcement, Report):
                model.objects.create(author=person, title="A")
            Employee.objects.create(user=person, name="A")

    return make


LISTS = [
    ("announcements", Role.MANAGER, WHO + COUNT_AND_PAGE),
    ("reports", Role.MANAGER, WHO + PERMISSIONS + COUNT_AND_PAGE),
    ("employees", Role.HR, WHO + COUNT_AND_PAGE),
    ("users", Role.ADMIN, WHO + COUNT_AND_PAGE + 1),
]


@pytest.mark.parametrize(("name", "role", "expected"), LISTS, ids=[name for name, _, _ in LISTS])
def test_a_list_costs_the_same_however_long_it_is(
    hire: Hire, rows: Callable[[int], None], statements: Count, name: str, role: Role, expected: int
) -> None:
    hire("caller", role)
    caller, path = jwt_of("caller"), f"/api/v1/{name}/"
    for number in (1, 14):
        rows(number)
        for filtered in (path, f"{path}?search=a&ordering=-created" if name != "users" else f"{path}?role=HR"):
            caller.get(path)
            assert statements(lambda filtered=filtered: caller.get(filtered)) == expected, filtered  # type: ignore[misc] # - defaults bind the loop's values


def test_a_session_and_a_script_cost_what_they_do_elsewhere(
    hire: Hire, rows: Callable[[int], None], statements: Count
) -> None:
    hire("caller", Role.MANAGER)
    rows(3)
    for caller, who in ((session_of("caller"), 2), (drf_token_of("caller"), 1)):
        caller.get("/api/v1/reports/")
        assert statements(lambda caller=caller: caller.get("/api/v1/reports/")) == who + PERMISSIONS + COUNT_AND_PAGE  # type: ignore[misc] # - defaults bind the loop's values


def test_nobody_costs_no_statement_for_who_is_asking(rows: Callable[[int], None], statements: Count) -> None:
    rows(3)
    assert statements(lambda: nobody().get("/api/v1/announcements/")) == COUNT_AND_PAGE


@pytest.mark.parametrize("name", [name for name, _, _ in LISTS])
def test_a_list_is_newest_first_20_a_page_and_100_at_most(hire: Hire, name: str) -> None:
    hire("caller", *Role)
    people = User.objects.bulk_create(User(username=f"p{n}", username_key=f"p{n}") for n in range(104))
    Announcement.objects.bulk_create(Announcement(title=str(n)) for n in range(105))
    Report.objects.bulk_create(Report(title=str(n)) for n in range(105))
    Employee.objects.bulk_create([Employee(name="0"), *(Employee(user=person, name="A") for person in people)])
    caller, path = jwt_of("caller"), f"/api/v1/{name}/"
    first = caller.get(path).json()
    numbers = [entry["id"] for entry in first["results"]]
    assert (first["count"], len(numbers)) == (105, 20)
    assert numbers == sorted(numbers, reverse=True)
    assert len(caller.get(f"{path}?page_size=1000").json()["results"]) == 100
    assert len(caller.get(f"{path}?page=6").json()["results"]) == 5
    beyond = caller.get(f"{path}?page=7")
    assert (beyond.status_code, beyond["Content-Type"]) == (404, "application/problem+json")


def test_no_row_is_twice_on_the_pages_of_equal_ones(hr: Caller) -> None:
    Employee.objects.bulk_create(Employee(name=str(n), department="One") for n in range(45))
    seen = [
        entry["id"]
        for page in (1, 2, 3)
        for entry in hr.get(f"/api/v1/employees/?ordering=department&page={page}").json()["results"]
    ]
    assert len(set(seen)) == len(seen) == 45
