"""Alice, who has an authenticator app or a passkey, and every door at which she signs in."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.flows.conftest import PASSWORD
from tests.flows.second_factor.enrolment import enrol_app, enrol_key, signed_in
from tests.soft_authenticator import AuthenticatorApp, SoftAuthenticator

DOORS = {
    "/api/token/": ("drf_token", {"token"}),
    "/api-token-auth/": ("drf_token", {"token"}),
    "/api/jwt/token/": ("jwt", {"access", "refresh"}),
    "/api/jwt/sliding/": ("sliding", {"token"}),
    "/api/login/": ("login", {"access", "refresh"}),
}
"""Each password door -> its name and what it gives."""
PASSWORDS = {"username": "alice", "password": PASSWORD}


@pytest.fixture
def enrolled(alice: User) -> tuple[AuthenticatorApp, list[str]]:
    """Alice's authenticator app, and her recovery codes."""
    return enrol_app(signed_in())


@pytest.fixture
def app(enrolled: tuple[AuthenticatorApp, list[str]]) -> AuthenticatorApp:
    """Alice's authenticator app."""
    return enrolled[0]


@pytest.fixture
def recovery(enrolled: tuple[AuthenticatorApp, list[str]]) -> list[str]:
    """Alice's recovery codes."""
    return enrolled[1]


@pytest.fixture
def key(alice: User) -> SoftAuthenticator:
    """Alice's passkey."""
    key = SoftAuthenticator()
    enrol_key(signed_in(), key)
    return key


def post(path: str, body: Any, client: Client | None = None, **headers: str) -> Any:
    """Post JSON, from a client of its own if none is given."""
    return (client or Client()).post(path, body, content_type="application/json", headers=headers)


def challenged(door: str = "/api/jwt/token/", client: Client | None = None) -> Any:
    """Bring the password to a door; return what it asks for next."""
    answer = post(door, PASSWORDS, client)
    assert answer.status_code == 401, answer.content
    return answer.json()


def answer(asked: Any, client: Client | None = None, **given: Any) -> Any:
    """Answer a challenge with a code or a credential."""
    return post("/api/mfa/", {"challenge": asked["challenge"], **given}, client)


def opens(given: Any) -> bool:
    """Return whether what a door gave opens the API."""
    token, scheme = (given["access"], "Bearer") if "access" in given else (given["token"], "Bearer")
    if len(token) == 40:
        scheme = "Token"
    return bool(Client().get("/api/protected/", headers={"authorization": f"{scheme} {token}"}).status_code == 200)
