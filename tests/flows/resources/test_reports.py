"""Reports: for who holds the model's permissions, reading too; a machine may read them and no more."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission

from accounts.models import User
from oauth_server.protocol.models import Application
from oauth_server.vocabulary import GrantType
from tests.flows.guarded_api.callers import Caller, jwt_of, machine_of, nobody, oauth2_of
from tests.flows.oauth import RelyingParty
from tests.flows.resources.conftest import pointers

LIST = "/api/v1/reports/"


@pytest.fixture
def entry(manager: Caller) -> dict[str, Any]:
    """What Mona reported."""
    return dict(manager.post(LIST, {"title": "Third quarter", "body": "Well."}).json())


@pytest.fixture
def address(entry: dict[str, Any]) -> str:
    return f"{LIST}{entry['id']}/"


@pytest.fixture
def machine(register: Callable[..., RelyingParty]) -> RelyingParty:
    """A client that has client credentials and no person."""
    return register(
        redirect_uris="",
        authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
        grant_types=GrantType.CLIENT_CREDENTIALS,
        scopes="account:read reports:read reports:write",
    )


def test_a_report_lives_from_post_to_delete(manager: Caller, entry: dict[str, Any], address: str) -> None:
    assert (entry["title"], entry["author"]) == ("Third quarter", "mona")
    assert manager.get(LIST).json()["results"] == [entry]
    assert manager.call("PUT", address, {"title": "Fourth quarter"}).json()["title"] == "Fourth quarter"
    assert manager.call("PATCH", address, {"body": "Better."}).json()["body"] == "Better."
    assert manager.call("DELETE", address).status_code == 204
    assert manager.get(address).status_code == 404


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_who_holds_no_permission_has_no_method(
    hers: Caller, hr: Caller, admin: Caller, manager: Caller, entry: dict[str, Any], address: str, method: str
) -> None:
    for caller, status in ((hers, 403), (hr, 403), (admin, 403), (nobody(), 401)):
        assert caller.call(method, address, {"title": "Taken"}).status_code == status
        assert caller.get(LIST).status_code == status
        assert caller.post(LIST, {"title": "Mine"}).status_code == status
    assert manager.get(LIST).json()["results"] == [entry]


def test_who_may_only_read_reads(alice: User, entry: dict[str, Any], address: str) -> None:
    alice.user_permissions.add(Permission.objects.get(codename="view_report"))
    hers = jwt_of("alice")
    assert hers.get(address).json() == entry
    assert hers.call("DELETE", address).status_code == 403


def test_a_superuser_holds_every_permission(db: None, entry: dict[str, Any], address: str) -> None:
    User.objects.create_superuser("root", password="correct horse battery staple")
    assert jwt_of("root").get(address).json() == entry


def test_a_third_party_needs_the_scope_of_what_it_does(
    third_party: RelyingParty, entry: dict[str, Any], address: str
) -> None:
    reader = oauth2_of(third_party, "mona", ["reports:read"])
    assert reader.get(address).json() == entry
    for method, path in (("POST", LIST), ("PUT", address), ("PATCH", address), ("DELETE", address)):
        refused = reader.call(method, path, {"title": "Wider"})
        assert (refused.status_code, 'scope="reports:write"' in refused["WWW-Authenticate"]) == (403, True)
    writer = oauth2_of(third_party, "mona", ["reports:write"])
    assert writer.get(LIST).status_code == 403
    assert writer.call("PATCH", address, {"title": "Wider"}).status_code == 200


def test_a_machine_reads_and_writes_nothing(machine: RelyingParty, entry: dict[str, Any], address: str) -> None:
    caller = machine_of(machine, ["reports:read", "reports:write"])
    assert caller.get(LIST).json()["results"] == [entry]
    assert caller.get(address).json() == entry
    for method, path in (("POST", LIST), ("PUT", address), ("PATCH", address), ("DELETE", address)):
        assert caller.call(method, path, {"title": "Beep"}).status_code == 403
    assert machine_of(machine, ["account:read"]).get(LIST).status_code == 403


def test_a_fault_is_named_by_its_field(manager: Caller) -> None:
    assert pointers(manager.post(LIST, {"title": 7, "body": []})) == ["#/body"]
    assert pointers(manager.post(LIST, {"title": {}, "body": "b" * 10_001})) == ["#/title", "#/body"]
