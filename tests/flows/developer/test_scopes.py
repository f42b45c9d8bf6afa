"""The scopes of one's own application: what is taken away is refused, what an administrator looks at first waits."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEvent, User
from oauth_server.protocol.models import Application, DeveloperPolicy
from tests.flows.developer.seen import faults, page, row
from tests.flows.oauth import RelyingParty

LITTLE = "openid account:read"


@pytest.fixture
def small(own: RelyingParty) -> RelyingParty:
    """An application that may ask for little."""
    Application.objects.update(scopes=LITTLE)
    return own


def save(developer: Client, party: RelyingParty, *scopes: str, **more: str) -> Any:
    """Tick these."""
    return developer.post(page(party, "scopes/"), {"scopes": scopes, **more})


def test_what_is_ticked_holds(developer: Client, small: RelyingParty) -> None:
    assert save(developer, small, "openid", "todo:write", "todo:read").status_code == 302
    assert row(small).scopes == "openid todo:read todo:write"
    assert row(small).enabled
    assert small.tokens(developer, scope="todo:read")["scope"] == "todo:read"


def test_what_is_taken_away_is_refused_from_then_on(developer: Client, small: RelyingParty) -> None:
    save(developer, small, "openid")
    answer = developer.get("/o/authorize/", small.request(scope="account:read"))
    assert "error=invalid_scope" in answer["Location"]


@pytest.mark.parametrize("scopes", [(), ("",), ("admin:read",), ("admin:act",), ("root",), ("openid\x00",)])
def test_what_is_not_offered_is_refused(developer: Client, small: RelyingParty, scopes: tuple[str, ...]) -> None:
    assert faults(save(developer, small, *scopes))["scopes"]
    assert row(small).scopes == LITTLE


@pytest.mark.parametrize(
    ("waits", "scope", "looked_at"),
    [
        ("none", "employees:read", False),
        ("sensitive", "todo:read", False),
        ("sensitive", "employees:read", True),
        ("all", "todo:read", True),
    ],
)
def test_more_scopes_wait_where_the_policy_says_so(
    developer: Client, small: RelyingParty, waits: str, scope: str, looked_at: bool
) -> None:
    DeveloperPolicy.objects.update(waits=waits)
    first = save(developer, small, "openid", "account:read", scope)
    if not looked_at:
        assert first.status_code == 302
        assert row(small).enabled
        return
    assert faults(first)["agrees_to_wait"]
    assert row(small).scopes == LITTLE
    token = small.tokens(developer)["access_token"]
    assert save(developer, small, "openid", "account:read", scope, agrees_to_wait="on").status_code == 302
    assert (row(small).approval, row(small).enabled) == ("waiting", False)
    assert Client().get("/api/whoami/", headers={"authorization": f"Bearer {token}"}).status_code == 401
    assert AuditEvent.objects.filter(event="client_waits", client=small.client_id).exists()


def test_a_machine_waits_before_it_reads_what_a_role_opens_to_people(
    developer: Client, own_machine: RelyingParty
) -> None:
    Application.objects.update(scopes="account:read")
    assert faults(save(developer, own_machine, "account:read"))["scopes"]
    assert faults(save(developer, own_machine, "reports:read"))["agrees_to_wait"]
    assert (row(own_machine).scopes, row(own_machine).enabled) == ("account:read", True)


def test_what_an_administrator_gave_stays_to_be_ticked(developer: Client, small: RelyingParty) -> None:
    Application.objects.update(scopes=f"{LITTLE} admin:read")
    assert save(developer, small, "openid", "admin:read").status_code == 302
    assert row(small).scopes == "openid admin:read"
    assert save(developer, small, "openid").status_code == 302
    assert faults(save(developer, small, "openid", "admin:read"))["scopes"]


def test_a_cap_is_said_beside_what_it_keeps_away(developer: Client, small: RelyingParty, alice: User) -> None:
    Application.objects.update(cap_scopes="openid")
    described = developer.get(page(small, "scopes/")).context["scopes"]
    assert [scope["name"] for scope in described if scope["ticked"] and scope["capped"]] == ["account:read"]


def test_people_are_asked_again_where_an_application_that_spared_it_may_ask_for_more(
    developer: Client, small: RelyingParty
) -> None:
    Application.objects.update(skip_authorization=True)
    save(developer, small, "openid")
    assert row(small).skip_authorization
    save(developer, small, "openid", "todo:write")
    assert not row(small).skip_authorization
