"""Another instance of this product, in processes of its own, as the provider that people sign in by."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import UpstreamProvider, User
from accounts.services.upstream import seal_secret
from tests.flows.upstream.journey import CALLBACK, Upstream
from tests.live.fixtures import live, newcomer, person
from tests.live.registered import register as register_at
from tests.live.server import LiveServer

__all__ = ["live", "newcomer", "person"]


@pytest.fixture(scope="session")
def known_as(live: LiveServer) -> dict[str, Any]:
    """This server as a client of that one."""
    [client] = register_at(
        live,
        {
            "name": "The other instance",
            "grant_types": ["authorization_code"],
            "scopes": ["openid", "profile", "email"],
            "redirect_uris": [f"http://localhost:8000{CALLBACK}"],
        },
    )
    return client


@pytest.fixture
def provider(db: None, live: LiveServer, known_as: dict[str, Any]) -> UpstreamProvider:
    """The provider as an administrator has configured it here."""
    return UpstreamProvider.objects.create(
        provider_id="other",
        name="The <other> one",
        issuer=live.issuer,
        client_id=known_as["client_id"],
        sealed_secret=seal_secret(known_as["client_secret"]),
    )


@pytest.fixture
def upstream(live: LiveServer, provider: UpstreamProvider) -> Upstream:
    """The way there and back, as alice of the other instance unless told otherwise."""
    return Upstream(live)


@pytest.fixture
def bob_here(db: None, upstream: Upstream, sign_up: Callable[..., User]) -> tuple[User, Client]:
    """Somebody who came by the provider, and the browser that they came with."""
    browser = Client()
    return sign_up(browser, "bob"), browser


@pytest.fixture
def sign_up(upstream: Upstream) -> Callable[..., User]:
    """Return a function that comes by the provider, takes a user name, and has an account."""

    def signed_up(browser: Client, username: str, email: str = "elsewhere@example.net") -> User:
        answer = upstream.through(browser)
        assert answer["Location"] == "/accounts/3rdparty/signup/", answer.content
        answer = browser.post("/accounts/3rdparty/signup/", {"username": username, "email": email})
        assert answer.status_code == 302, answer.content
        return User.objects.get(username=username)

    return signed_up
