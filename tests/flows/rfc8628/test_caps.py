"""What administrators keep from a device: its owner is told, and it does not get it (RFC 8628 section 3.3)."""

import pytest
from django.test import Client

from tests.flows.oauth import RelyingParty
from tests.flows.rfc8628.device import begin, confirmation, decide


def cap(party: RelyingParty, scopes: str) -> None:
    """Cap a client's scopes, as an administrator does."""
    party.application.cap_scopes = scopes
    party.application.save()


@pytest.mark.spec("RFC 8628 section 3.3")
def test_what_a_cap_takes_is_told_and_not_given(television: RelyingParty, user_agent: Client) -> None:
    cap(television, "openid")
    device = begin(television, scope="openid todo:read")

    page = user_agent.get(confirmation(user_agent, device.user_code))

    assert page.context["withheld"] == ["See your to-do list"]
    assert "The administrators of this server do not let it have that:" in page.content.decode()
    decide(user_agent, device, scopes=["openid", "todo:read"])
    assert device.poll().json()["scope"] == "openid"


def test_a_cap_that_came_after_the_code_is_told_too(television: RelyingParty, user_agent: Client) -> None:
    device = begin(television, scope="openid todo:read")
    cap(television, "openid")

    assert user_agent.get(confirmation(user_agent, device.user_code)).context["withheld"] == ["See your to-do list"]


def test_a_scope_of_administrators_is_never_kept_for_a_device(television: RelyingParty, user_agent: Client) -> None:
    cap(television, "openid")
    device = begin(television, scope="openid admin:read")
    cap(television, "")

    page = user_agent.get(confirmation(user_agent, device.user_code))

    assert [scope["name"] for scope in page.context["scopes"]] == ["openid"]
