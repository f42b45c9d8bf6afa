"""The danger zone: what is ended is refused on the next request, what is deleted is gone, each by its owner alone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEvent, User
from oauth_server.protocol.models import Application
from tests.flows.developer.seen import grow_old, page, row
from tests.flows.oauth import RelyingParty

FORMS = ("jwt", "opaque")


def act(developer: Client, party: RelyingParty, action: str, name: str = "") -> Any:
    """Press a button of the tab."""
    return developer.post(page(party, "danger/"), {"action": action, "name": name})


def is_good(token: str, path: str = "/api/whoami/") -> bool:
    """Return whether the API takes a token."""
    return bool(Client().get(path, headers={"authorization": f"Bearer {token}"}).status_code == 200)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("action", ["end_tokens", "disable", "delete"])
def test_tokens_are_refused_on_the_next_request(developer: Client, own: RelyingParty, form: str, action: str) -> None:
    Application.objects.update(token_format=form)
    tokens = own.tokens(developer, scope="openid account:read offline_access")
    assert is_good(tokens["access_token"])
    assert act(developer, own, action, own.application.name).status_code == 302
    assert not is_good(tokens["access_token"])
    assert own.refresh(Client(), tokens["refresh_token"]).status_code in (400, 401)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("action", ["end_tokens", "disable", "delete"])
def test_tokens_of_a_machine_are_refused_on_the_next_request(
    developer: Client, own_machine: RelyingParty, form: str, action: str
) -> None:
    Application.objects.update(token_format=form)
    token = own_machine.token(Client(), grant_type="client_credentials", scope="reports:read").json()["access_token"]
    assert is_good(token, "/api/v1/reports/")
    act(developer, own_machine, action, own_machine.application.name)
    assert not is_good(token, "/api/v1/reports/")


def test_what_was_disabled_comes_back_without_its_tokens(developer: Client, own: RelyingParty) -> None:
    token = own.tokens(developer)["access_token"]
    act(developer, own, "disable")
    assert developer.get("/o/authorize/", own.request()).status_code == 400
    assert act(developer, own, "enable").status_code == 302
    assert row(own).enabled
    assert not is_good(token)
    assert is_good(own.tokens(developer)["access_token"])


@pytest.mark.parametrize(
    "columns", [{"paused": False}, {"paused": True, "approval": "waiting"}, {"paused": True, "approval": "refused"}]
)
def test_what_an_administrator_keeps_from_working_its_owner_cannot_enable(
    developer: Client, own: RelyingParty, columns: dict[str, Any]
) -> None:
    Application.objects.update(enabled=False, **columns)
    act(developer, own, "enable")
    assert not row(own).enabled


def test_only_the_name_deletes(developer: Client, own: RelyingParty) -> None:
    for typed in ("", "a web application", own.client_id, "A web application\x00"):
        assert act(developer, own, "delete", typed).status_code == 400
    assert act(developer, own, "delete", " A  web application ").status_code == 302
    assert not Application.objects.exists()
    assert developer.get(page(own)).status_code == 404


@pytest.mark.parametrize("action", ["end_tokens", "disable", "enable", "delete"])
def test_every_button_asks_for_a_recent_sign_in(developer: Client, own: RelyingParty, action: str) -> None:
    grow_old(developer)
    token = own.tokens(developer)["access_token"]
    answer = act(developer, own, action, own.application.name)
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert is_good(token)


def test_the_trail_names_who_did_it(developer: Client, own: RelyingParty, alice: User) -> None:
    for action in ("end_tokens", "disable", "enable", "delete"):
        act(developer, own, action, own.application.name)
    names = ["client_tokens_ended", "client_disabled", "client_enabled", "client_deleted"]
    events = AuditEvent.objects.filter(event__in=names).order_by("id")
    assert [event.event for event in events] == names
    assert {event.actor for event in events} == {alice.audit_key}


def test_an_unknown_button_does_nothing(developer: Client, own: RelyingParty) -> None:
    for action in ("", "approve", "\x00", "__class__"):
        assert act(developer, own, action, own.application.name).status_code == 200
    assert row(own).enabled


def test_an_applications_pages_count_its_owner_alone(
    developer: Client, alice: User, own: RelyingParty, register: Callable[..., RelyingParty]
) -> None:
    register(name="Of nobody")
    names = [entry["application"].name for entry in developer.get("/developer/").context["rows"]]
    assert names == ["A web application"]
