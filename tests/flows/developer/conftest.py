"""A developer with applications of theirs, in a browser that is signed in."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import User
from oauth_server.protocol.models import Application, DeveloperPolicy
from tests.flows.oauth import RelyingParty


@pytest.fixture
def owned(alice: User, register: Callable[..., RelyingParty]) -> Callable[..., RelyingParty]:
    """Return a function that registers an application of alice's."""

    def register_hers(**fields: Any) -> RelyingParty:
        party = register(**fields)
        Application.objects.filter(pk=party.application.pk).update(user=alice)
        return party

    return register_hers


@pytest.fixture
def page_of(user_agent: Client) -> Callable[..., str]:
    """Return a function that reads a page of the console."""

    def read(path: str) -> str:
        response = user_agent.get(path)
        assert response.status_code == 200, response.content
        return str(response.content.decode())

    return read


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
