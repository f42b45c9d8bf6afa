"""Employees: HR keeps every record, an employee reads their own; the notes are for HR alone."""

from typing import Any

import pytest

from accounts.models import User
from accounts.roles import Role
from accounts.services.roles import remove_role
from tests.flows.guarded_api.callers import Caller, jwt_of, nobody, oauth2_of
from tests.flows.oauth import RelyingParty
from tests.flows.resources.conftest import Hire, pointers

LIST = "/api/v1/employees/"
PLAIN = {"id", "user", "name", "title", "department", "hired", "created", "updated"}


@pytest.fixture
def own(hr: Caller, alice: User) -> dict[str, Any]:
    """Alice's record, as HR sees it."""
    body = {"user": "alice", "name": "Alice Liddell", "department": "Wonder", "hired": "2020-02-29", "notes": "Secret"}
    made = hr.post(LIST, body)
    assert made.status_code == 201
    return dict(made.json())


@pytest.fixture
def anothers(hr: Caller) -> dict[str, Any]:
    """Somebody's who has no account."""
    return dict(hr.post(LIST, {"name": "Bill Lizard", "department": "Chimneys"}).json())


def address(entry: dict[str, Any]) -> str:
    return f"{LIST}{entry['id']}/"


def test_hr_keeps_every_record(hr: Caller, own: dict[str, Any], anothers: dict[str, Any]) -> None:
    assert set(own) == PLAIN | {"notes"}
    assert [entry["id"] for entry in hr.get(LIST).json()["results"]] == [anothers["id"], own["id"]]
    assert hr.call("PATCH", address(anothers), {"notes": "Careful"}).json()["notes"] == "Careful"
    assert hr.call("PUT", address(anothers), {"name": "Bill"}).json()["name"] == "Bill"
    assert hr.call("DELETE", address(anothers)).status_code == 204
    assert hr.get(LIST).json()["count"] == 1


def test_an_employee_reads_their_own_record_and_no_notes(
    hers: Caller, own: dict[str, Any], anothers: dict[str, Any]
) -> None:
    read = hers.get(address(own)).json()
    assert read == {name: value for name, value in own.items() if name != "notes"}
    assert hers.get(LIST).json()["results"] == [read]


def test_anothers_record_is_not_found(hers: Caller, own: dict[str, Any], anothers: dict[str, Any]) -> None:
    assert hers.get(address(anothers)).status_code == 404
    assert nobody().get(address(anothers)).status_code == 401


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMIN])
def test_no_other_role_sees_more_than_its_own_record(hire: Hire, own: dict[str, Any], role: Role) -> None:
    hire("other", role)
    other = jwt_of("other")
    assert other.get(address(own)).status_code == 404
    assert other.get(LIST).json()["count"] == 0


def test_a_superuser_without_the_role_sees_nothing(own: dict[str, Any]) -> None:
    User.objects.create_superuser("root", password="correct horse battery staple")
    assert jwt_of("root").get(address(own)).status_code == 404


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_an_employee_writes_not_even_their_own(hr: Caller, hers: Caller, own: dict[str, Any], method: str) -> None:
    for body in ({"name": "Queen", "notes": "Perfect"}, {"notes": "Perfect"}):
        assert hers.call(method, address(own), body).status_code == 403
    assert hers.post(LIST, {"name": "Queen"}).status_code == 403
    assert hr.get(address(own)).json() == own


def test_the_role_taken_away_takes_the_notes_away(hr: Caller, own: dict[str, Any]) -> None:
    hr.call("PATCH", address(own), {"user": "hana"})
    remove_role(user=User.objects.get(username="hana"), role=Role.HR)
    assert "notes" not in hr.get(address(own)).json()
    assert hr.call("PATCH", address(own), {"notes": "Perfect"}).status_code == 403


@pytest.mark.parametrize("query", ["notes=Secret", "search=Secret", "ordering=notes"])
def test_no_filter_tells_of_the_notes(hr: Caller, hers: Caller, own: dict[str, Any], query: str) -> None:
    found = hers.get(f"{LIST}?{query}")
    expected = {"notes=Secret": 1, "search=Secret": 0}
    if query in expected:
        assert found.json()["count"] == expected[query]
    else:
        assert found.status_code == 400


def test_a_record_is_linked_by_user_name_in_any_spelling(hr: Caller, anothers: dict[str, Any], alice: User) -> None:
    assert hr.call("PATCH", address(anothers), {"user": " ALICE "}).json()["user"] == "alice"
    assert hr.call("PATCH", address(anothers), {"user": None}).json()["user"] is None


def test_a_record_is_not_linked_by_anything_else(hr: Caller, anothers: dict[str, Any], alice: User) -> None:
    names: list[Any] = [
        alice.pk,
        str(alice.pk),
        str(alice.subject),
        alice.email,
        "ghost",
        "",
        "a\x00",
        [],
        {},
    ]
    for name in [*names, True, 1.5, "a" * 151, "a" * 100_000]:
        assert pointers(hr.call("PATCH", address(anothers), {"user": name})) == ["#/user"], name
    hr.call("PATCH", address(anothers), {"user_id": alice.pk, "subject": str(alice.subject)})
    assert hr.get(address(anothers)).json()["user"] is None


def test_an_account_has_one_record(hr: Caller, own: dict[str, Any], anothers: dict[str, Any]) -> None:
    assert pointers(hr.call("PATCH", address(anothers), {"user": "alice"})) == ["#/user"]
    assert pointers(hr.post(LIST, {"name": "Double", "user": "alice"})) == ["#/user"]
    assert hr.call("PATCH", address(own), {"user": "alice"}).status_code == 200


def test_a_record_outlives_the_account(hr: Caller, own: dict[str, Any], alice: User) -> None:
    alice.delete()
    assert hr.get(address(own)).json()["user"] is None


def test_a_third_party_needs_the_scope_and_reaches_no_further_than_the_person(
    hr: Caller, third_party: RelyingParty, own: dict[str, Any], anothers: dict[str, Any]
) -> None:
    hers = oauth2_of(third_party, "alice", ["employees:read", "employees:write"])
    assert hers.get(address(own)).status_code == 200
    assert hers.get(address(anothers)).status_code == 404
    assert hers.call("PATCH", address(own), {"name": "Queen"}).status_code == 403
    reader = oauth2_of(third_party, "hana", ["employees:read"])
    assert reader.get(LIST).json()["count"] == 2
    refused = reader.call("PATCH", address(own), {"name": "Queen"})
    assert (refused.status_code, 'scope="employees:write"' in refused["WWW-Authenticate"]) == (403, True)
    assert oauth2_of(third_party, "hana", ["employees:write"]).get(LIST).status_code == 403


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, ["#/name"]),
        ({"name": "a", "hired": "29.02.2021"}, ["#/hired"]),
        ({"name": "a", "hired": "2021-02-29"}, ["#/hired"]),
        ({"name": "a", "hired": 20210228}, ["#/hired"]),
        ({"name": "a", "hired": "99999-01-01"}, ["#/hired"]),
        ({"name": "a" * 151, "notes": "b" * 5_001}, ["#/name", "#/notes"]),
        ({"name": "a", "department": ["b"]}, ["#/department"]),
        ([], ["#"]),
    ],
)
def test_a_fault_is_named_by_its_field(hr: Caller, body: Any, expected: list[str]) -> None:
    assert pointers(hr.post(LIST, body)) == expected
    assert hr.get(LIST).json()["count"] == 0
