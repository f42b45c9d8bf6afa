"""Clients of the plain plans: registered by an administrator, by themselves, and one that is answered by form."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.flows.oauth import RelyingParty
from tests.flows.oidc_conformance.plain import Plain, self_registered


@pytest.fixture(autouse=True)
def by_token(settings: Any) -> None:
    """Registration by initial access token."""
    settings.REGISTRATION = "token"


@pytest.fixture
def whole_alice(alice: User) -> User:
    """A person of whom every claim is known."""
    User.objects.update(locale="en", phone_number="+1 604 555 1234", postal_address="1 Main Street\nVancouver")
    alice.refresh_from_db()
    return alice


@pytest.fixture(params=["query", "form post"])
def client_of_plan(request: pytest.FixtureRequest, register: Callable[..., RelyingParty]) -> Plain:
    """The static client of the Basic plan, and that of the Form Post plan."""
    mode = "form_post" if request.param == "form post" else None
    return Plain(register(pkce_exempt=True), mode)


@pytest.fixture(params=["static", "dynamic", "form post"])
def any_client(request: pytest.FixtureRequest, register: Callable[..., RelyingParty]) -> Plain:
    """The client of each plan: Basic, Dynamic, Form Post."""
    if request.param == "dynamic":
        return self_registered()
    return Plain(register(pkce_exempt=True), "form_post" if request.param == "form post" else None)


@pytest.fixture
def visitor(whole_alice: User) -> Client:
    """A browser in which nobody has signed in yet."""
    return Client()
