"""People, clients and browsers of the flow tests; the flows themselves speak HTTP only."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from accounts.services.roles import grant_role
from oauth_server.protocol.models import Application
from tests.client_keys import ClientKey
from tests.flows.oauth import CALLBACK, RelyingParty

PASSWORD = "correct horse battery staple"
EVERY_SCOPE = (
    "openid profile email address phone roles offline_access "
    "account:read todo:read todo:write reports:read employees:read admin:read"
)


@pytest.fixture(autouse=True)
def cheap_passwords(settings: Any) -> None:
    """Argon2 at its cheapest: these tests are about protocols, not about hashing."""
    settings.ARGON2_TIME_COST, settings.ARGON2_MEMORY_COST = 1, 8


@pytest.fixture
def alice(db: None) -> User:
    """A person without a role."""
    return User.objects.create_user("alice", "alice@example.org", PASSWORD, first_name="Alice", last_name="Liddell")


@pytest.fixture
def verified(alice: User) -> User:
    """Alice, who has verified her address."""
    EmailAddress.objects.create(user=alice, email=alice.email, primary=True, verified=True)
    return alice


@pytest.fixture
def adam(db: None) -> User:
    """An administrator."""
    user = User.objects.create_user("adam", "adam@example.org", PASSWORD)
    grant_role(user=user, role=Role.ADMIN)
    user.refresh_from_db()
    return user


@pytest.fixture
def at_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what waits for the commit run at once: a test's own transaction never commits."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda function, **_: function())


@pytest.fixture
def register(db: None) -> Callable[..., RelyingParty]:
    """Return a function that registers a client as an administrator would."""

    def register_client(
        *, public: bool = False, redirect_uri: str = CALLBACK, key: ClientKey | None = None, **fields: Any
    ) -> RelyingParty:
        values: dict[str, Any] = {
            "name": "A web application",
            "client_type": Application.CLIENT_PUBLIC if public else Application.CLIENT_CONFIDENTIAL,
            "authorization_grant_type": Application.GRANT_AUTHORIZATION_CODE,
            "redirect_uris": redirect_uri,
            "scopes": EVERY_SCOPE,
            **({"token_endpoint_auth_method": "private_key_jwt", "jwks": key.jwks} if key else {}),
            **fields,
        }
        application = Application(**values)
        application.full_clean()
        secret = "" if public or key else application.client_secret
        application.save()
        return RelyingParty(application=application, secret=secret, redirect_uri=redirect_uri, key=key)

    return register_client


@pytest.fixture
def web(register: Callable[..., RelyingParty]) -> RelyingParty:
    """A confidential web application with code and refresh."""
    return register()


@pytest.fixture
def spa(register: Callable[..., RelyingParty]) -> RelyingParty:
    """A public single-page application."""
    return register(
        public=True,
        name="A single-page application",
        redirect_uri="https://spa.example.org/callback",
        allowed_origins="https://spa.example.org",
    )


@pytest.fixture
def user_agent(alice: User) -> Client:
    """A browser in which alice has signed in through the sign-in page."""
    return sign_in(Client(), "alice")


def sign_in(user_agent: Client, login: str, password: str = PASSWORD) -> Client:
    """Sign in through the page, as a person does."""
    response = user_agent.post("/accounts/login/", {"login": login, "password": password})
    assert response.status_code == 302, response.content
    return user_agent


@pytest.fixture
def bob_user_agent(db: None) -> Client:
    """Another person's user_agent."""
    User.objects.create_user("bob", "bob@example.org", PASSWORD)
    return sign_in(Client(), "bob")
