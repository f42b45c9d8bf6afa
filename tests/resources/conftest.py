"""The resource server with a verifier of its own, and no authorization server behind it."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.resources import verifiers


@pytest.fixture
def alone(settings: Any) -> None:
    """Mount the API without the authorization server."""
    settings.ROOT_URLCONF = "tests.resources.urls"
    settings.ACCESS_TOKEN_VERIFIER = "tests.resources.verifiers.verify"
    settings.ARGON2_TIME_COST, settings.ARGON2_MEMORY_COST = 1, 8
    verifiers.asked.clear()


@pytest.fixture
def alice(db: None, alone: None) -> User:
    """A person without a role."""
    return User.objects.create_user("alice", "alice@example.org", "a password of hers")


@pytest.fixture
def api(alone: None) -> Client:
    """A client that the CSRF check takes for a browser."""
    return Client(enforce_csrf_checks=True)
