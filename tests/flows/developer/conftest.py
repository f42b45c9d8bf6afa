"""A developer of the flow tests: alice, whose address is verified, where everybody may register."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from accounts.models import Session, User
from oauth_server.protocol.models import Application, DeveloperPolicy
from tests.flows.oauth import RelyingParty


@pytest.fixture
def policy(db: None) -> DeveloperPolicy:
    """Everybody may register, and nothing waits."""
    who, waits = DeveloperPolicy.Who.EVERYBODY, DeveloperPolicy.Waits.NONE
    return DeveloperPolicy.objects.create(pk=1, who=who, waits=waits)


@pytest.fixture
def developer(user_agent: Client, alice: User, policy: DeveloperPolicy) -> Client:
    """The browser of alice."""
    verified = {"verified": True, "primary": True}
    EmailAddress.objects.update_or_create(user=alice, email=alice.email, defaults=verified)
    return user_agent


@pytest.fixture
def own(developer: Client, alice: User, register: Callable[..., RelyingParty]) -> RelyingParty:
    """A web application of alice."""
    return register(preset="web", user=alice, application_type="web")


@pytest.fixture
def own_machine(developer: Client, alice: User, register: Callable[..., RelyingParty]) -> RelyingParty:
    """A machine of alice."""
    return register(
        preset="machine",
        user=alice,
        authorization_grant_type="client-credentials",
        redirect_uri="",
        scopes="reports:read account:read",
    )


def grow_old(user_agent: Client) -> None:
    """Let the sign-in of a browser lie an hour back."""
    hour_ago = timezone.now() - timedelta(hours=1)
    Session.objects.filter(sid=user_agent.session["sid"]).update(auth_time=hour_ago)


def page(party: RelyingParty, tab: str = "") -> str:
    """Return the address of a tab."""
    return f"/developer/{party.client_id}/{tab}"


def row(party: RelyingParty) -> Application:
    """Return the application as it stands now."""
    return Application.objects.get(client_id=party.client_id)


def faults(response: Any, form: str = "form") -> dict[str, list[str]]:
    """Return what the page says is wrong, by field."""
    assert response.status_code == 400, response.status_code
    return {name: [str(error) for error in errors] for name, errors in response.context[form].errors.items()}
