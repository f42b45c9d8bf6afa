"""Several at once: one Admin always stays, no change is lost, and nothing deleted comes back."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from accounts.roles import Role
from resources.models import Announcement, Employee
from tests.accounts.test_races import at_once
from tests.flows.guarded_api.callers import Caller, jwt_of
from tests.flows.resources.conftest import Hire

USERS = "/api/v1/users/"
ROUNDS = 5
AGAINST: list[tuple[str, Any]] = [("PATCH", {"roles": []}), ("PATCH", {"is_active": False}), ("DELETE", None)]


def together(*calls: Callable[[], Any]) -> Counter[int]:
    """Let the calls go at the same moment; count their statuses."""
    waiting = list(calls)
    return Counter(int(status) for status in at_once(lambda: str(waiting.pop()().status_code), len(calls)).elements())


def asked(caller: Caller, method: str, path: str, body: Any = None) -> Callable[[], Any]:
    return lambda: caller.call(method, path, body)


def against(caller: Caller, user: User, method: str, body: Any) -> Callable[[], Any]:
    return asked(caller, method, f"{USERS}{user.pk}/", body)


def admins() -> int:
    return User.objects.filter(is_active=True, groups__name=Role.ADMIN).count()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("one", AGAINST, ids=["role", "disable", "delete"])
@pytest.mark.parametrize("other", AGAINST, ids=["role", "disable", "delete"])
def test_two_admins_who_remove_each_other_leave_one(hire: Hire, one: tuple[str, Any], other: tuple[str, Any]) -> None:
    for number in range(ROUNDS):
        eva, adam = hire(f"eva{number}", Role.ADMIN), hire(f"adam{number}", Role.ADMIN)
        by_eva, by_adam = jwt_of(eva.username), jwt_of(adam.username)
        statuses = together(against(by_eva, adam, *one), against(by_adam, eva, *other))
        assert admins() == 1, statuses
        assert sum(statuses[status] for status in (200, 204)) == 1
        assert not [status for status in statuses if status >= 500]
        User.objects.all().delete()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_ring_of_admins_leaves_one_at_least(hire: Hire) -> None:
    for number in range(ROUNDS):
        people = [hire(f"admin{number}-{place}", Role.ADMIN) for place in range(5)]
        callers = [jwt_of(person.username) for person in people]
        ring = [*people[1:], people[0]]
        calls = [against(caller, user, "DELETE", None) for caller, user in zip(callers, ring, strict=True)]
        statuses = together(*calls)
        assert admins() >= 1
        assert not [status for status in statuses if status >= 500]
        User.objects.all().delete()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_changes_of_two_fields_are_both_kept(hire: Hire) -> None:
    hire("mona", Role.MANAGER)
    mona = jwt_of("mona")
    for number in range(ROUNDS):
        path = f"/api/v1/announcements/{mona.post('/api/v1/announcements/', {'title': 'Old'}).json()['id']}/"
        title, body = {"title": f"New {number}"}, {"body": f"Body {number}"}
        assert together(asked(mona, "PATCH", path, title), asked(mona, "PATCH", path, body)) == {200: 2}
        assert title.items() | body.items() <= mona.get(path).json().items()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_change_brings_back_nothing_that_is_deleted(hire: Hire) -> None:
    hire("mona", Role.MANAGER)
    mona = jwt_of("mona")
    for _ in range(ROUNDS):
        path = f"/api/v1/announcements/{mona.post('/api/v1/announcements/', {'title': 'Old'}).json()['id']}/"
        delete, change = asked(mona, "DELETE", path), asked(mona, "PATCH", path, {"title": "New"})
        statuses = together(delete, change, delete, change)
        assert statuses[204] == 1
        assert set(statuses) <= {200, 204, 404}
        assert not Announcement.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_account_is_linked_once(hire: Hire) -> None:
    hire("hana", Role.HR)
    hana = jwt_of("hana")
    statuses = together(*[lambda: hana.post("/api/v1/employees/", {"name": "A", "user": "hana"})] * 5)
    assert statuses == {201: 1, 400: 4}
    assert Employee.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_account_deleted_while_it_is_linked_breaks_nothing(hire: Hire) -> None:
    hire("hana", Role.HR)
    hire("adam", Role.ADMIN)
    hana, adam = jwt_of("hana"), jwt_of("adam")
    entry = hana.post("/api/v1/employees/", {"name": "A"}).json()
    for number in range(ROUNDS):
        person = hire(f"person{number}")
        delete = against(adam, person, "DELETE", None)
        link = asked(hana, "PATCH", f"/api/v1/employees/{entry['id']}/", {"user": person.username})
        add = asked(hana, "POST", "/api/v1/employees/", {"name": "B", "user": person.username})
        assert set(together(delete, link, add)) <= {200, 201, 204, 400}
        assert not User.objects.filter(pk=person.pk).exists()
