"""Announcements: anyone reads, even nobody; who holds the model's permission writes; the author is who posted."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission

from accounts.models import User
from accounts.roles import Role
from accounts.services.roles import remove_role
from oauth_server.protocol.models import Application
from oauth_server.vocabulary import GrantType
from tests.flows.guarded_api.callers import Caller, jwt_of, machine_of, nobody, oauth2_of
from tests.flows.oauth import RelyingParty
from tests.flows.resources.conftest import NO_SUCH, pointers

LIST = "/api/v1/announcements/"
FIELDS = {"id", "title", "body", "author", "created", "updated"}


@pytest.fixture
def entry(manager: Caller) -> dict[str, Any]:
    """What Mona announced."""
    return dict(manager.post(LIST, {"title": "Picnic", "body": "On Sunday"}).json())


@pytest.fixture
def address(entry: dict[str, Any]) -> str:
    return f"{LIST}{entry['id']}/"


def test_nobody_reads_what_a_manager_wrote(entry: dict[str, Any], address: str) -> None:
    assert set(entry) == FIELDS
    assert (entry["title"], entry["author"]) == ("Picnic", "mona")
    assert nobody().get(LIST).json()["results"] == [entry]
    assert nobody().get(address).json() == entry


def test_an_announcement_is_changed_and_deleted_by_another_who_may(address: str, admin: Caller) -> None:
    replaced = admin.call("PUT", address, {"title": "Picnic, moved"})
    assert (replaced.status_code, replaced.json()["title"], replaced.json()["author"]) == (200, "Picnic, moved", "mona")
    assert admin.call("PATCH", address, {"body": "On Monday"}).json()["body"] == "On Monday"
    assert admin.call("DELETE", address).status_code == 204
    assert nobody().get(address).status_code == 404


@pytest.mark.parametrize(("method", "where"), [("POST", LIST), ("PUT", ""), ("PATCH", ""), ("DELETE", "")])
def test_who_holds_no_permission_writes_by_no_method(
    hers: Caller, hr: Caller, entry: dict[str, Any], address: str, method: str, where: str
) -> None:
    for caller, status in ((hers, 403), (hr, 403), (nobody(), 401)):
        assert caller.call(method, where or address, {"title": "Taken"}).status_code == status
    assert nobody().get(LIST).json()["results"] == [entry]


def test_each_method_asks_for_its_own_permission(alice: User, entry: dict[str, Any], address: str) -> None:
    alice.user_permissions.add(Permission.objects.get(codename="change_announcement"))
    hers = jwt_of("alice")
    assert hers.call("PATCH", address, {"title": "Mended"}).status_code == 200
    assert hers.post(LIST, {"title": "New"}).status_code == 403
    assert hers.call("DELETE", address).status_code == 403


def test_a_role_that_is_taken_away_writes_no_more_at_the_next_request(manager: Caller, address: str) -> None:
    remove_role(user=User.objects.get(username="mona"), role=Role.MANAGER)
    assert manager.call("PATCH", address, {"title": "Late"}).status_code == 403


@pytest.mark.parametrize("name", ["author", "author_id", "id", "created", "updated"])
def test_who_wrote_it_and_when_is_not_said_in_the_body(manager: Caller, alice: User, name: str) -> None:
    for value in (alice.pk, NO_SUCH, "alice", "2000-01-01T00:00:00Z"):
        entry = manager.post(LIST, {"title": "Mine", name: value}).json()
        changed = manager.call("PATCH", f"{LIST}{entry['id']}/", {name: value}).json()
        for answer in (entry, changed):
            assert answer["author"] == "mona"
            assert answer["id"] == entry["id"]
            assert not answer["created"].startswith("2000")


def test_a_third_party_reads_without_a_scope_and_writes_with_one(
    manager: Caller, third_party: RelyingParty, entry: dict[str, Any], address: str
) -> None:
    reader = oauth2_of(third_party, "mona", ["account:read", "reports:write"])
    assert reader.get(LIST).json()["results"] == [entry]
    refused = reader.post(LIST, {"title": "Narrow"})
    assert refused.status_code == 403
    assert 'error="insufficient_scope"' in refused["WWW-Authenticate"]
    assert 'scope="announcements:write"' in refused["WWW-Authenticate"]
    writer = oauth2_of(third_party, "mona", ["announcements:write"])
    assert writer.post(LIST, {"title": "Wide"}).status_code == 201
    assert writer.call("DELETE", address).status_code == 204


def test_a_scope_gives_nobody_what_the_person_may_not(alice: User, third_party: RelyingParty) -> None:
    refused = oauth2_of(third_party, "alice", ["announcements:write"]).post(LIST, {"title": "Mine"})
    assert refused.status_code == 403
    assert "insufficient_scope" not in refused.headers.get("WWW-Authenticate", "")


def test_a_machine_is_not_let_in(register: Callable[..., RelyingParty], entry: dict[str, Any]) -> None:
    machine = register(
        redirect_uris="",
        authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
        grant_types=GrantType.CLIENT_CREDENTIALS,
        scopes="announcements:write",
    )
    caller = machine_of(machine, ["announcements:write"])
    assert caller.get(LIST).status_code == 403
    assert caller.post(LIST, {"title": "Beep"}).status_code == 403


def test_an_announcement_outlives_its_author(address: str, manager: Caller) -> None:
    User.objects.get(username="mona").delete()
    assert nobody().get(address).json()["author"] is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, ["#/title"]),
        ({"title": "  "}, ["#/title"]),
        ({"title": None, "body": None}, ["#/title", "#/body"]),
        ({"title": ["a"], "body": {}}, ["#/title", "#/body"]),
        ({"title": "a" * 201}, ["#/title"]),
        ({"title": "a", "body": "b" * 10_001}, ["#/body"]),
        ({"title": "a\x00"}, ["#/title"]),
        ([], ["#"]),
        ("title", ["#"]),
    ],
)
def test_a_fault_is_named_by_its_field(manager: Caller, body: Any, expected: list[str]) -> None:
    assert pointers(manager.post(LIST, body)) == expected
    assert nobody().get(LIST).json()["count"] == 0


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_what_is_not_there_is_404(manager: Caller, method: str) -> None:
    assert manager.call(method, f"{LIST}{NO_SUCH}/", {"title": "a"}).status_code == 404
