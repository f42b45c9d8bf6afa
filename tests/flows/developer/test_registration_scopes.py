"""The scopes that the wizard offers and ticks: to each kind what it can use, and little beforehand."""

import pytest
from django.test import Client

from accounts.models import User
from oauth_server.protocol.models import Application
from tests.flows.developer.asking import ask
from tests.flows.developer.seen import faults


def test_scopes_of_administrators_are_offered_to_staff_alone(developer: Client, alice: User) -> None:
    assert "scopes" in faults(ask(developer, "web", scopes=["admin:read"]))
    User.objects.filter(pk=alice.pk).update(is_staff=True)
    assert ask(developer, "web", scopes=["admin:read"]).status_code == 201
    assert "scopes" in faults(ask(developer, "device", scopes=["admin:read"]))


@pytest.mark.parametrize("scope", ["openid", "account:read", "todo:read", "reports:write", "employees:read"])
def test_a_machine_is_offered_no_scope_that_it_cannot_use(developer: Client, scope: str) -> None:
    assert "scopes" in faults(ask(developer, "machine", scopes=[scope]))


def test_a_machine_is_given_nothing_beforehand_and_waits_for_what_it_asks(developer: Client) -> None:
    offered = developer.get("/developer/new/machine/").context["scopes"]
    assert [(scope["name"], scope["ticked"]) for scope in offered] == [("reports:read", False)]
    ask(developer, "machine", name="Of nothing")
    ask(developer, "machine", name="Of reports", scopes=["reports:read"])
    kept = {one.name: (one.scopes, one.approval) for one in Application.objects.all()}
    assert kept == {"Of nothing": ("account:read", ""), "Of reports": ("reports:read", "waiting")}


@pytest.mark.parametrize("kind", ["web", "single_page", "native", "device", "agent"])
def test_nothing_that_changes_or_lasts_is_ticked_beforehand(developer: Client, kind: str) -> None:
    ticked = {scope["name"] for scope in developer.get(f"/developer/new/{kind}/").context["scopes"] if scope["ticked"]}
    assert {"openid", "account:read"} <= ticked <= {"openid", "profile", "email", "account:read", "todo:read"}


def test_something_must_be_asked_for_where_people_agree(developer: Client) -> None:
    assert faults(ask(developer, "web", scopes=[]))["scopes"] == ["Tick one at least."]
