"""People of each role, what they call the API with, and the faults that an answer names."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from accounts.roles import Role
from accounts.services.roles import grant_role
from tests.flows.conftest import PASSWORD
from tests.flows.guarded_api.callers import Caller, jwt_of
from tests.flows.oauth import RelyingParty

Hire = Callable[..., User]
NO_SUCH = 2**62


@pytest.fixture
def hire(db: None) -> Hire:
    """Return a function that makes a person of these roles."""

    def make(name: str, *roles: Role, **fields: Any) -> User:
        user = User.objects.create_user(name, f"{name}@example.org", PASSWORD, **fields)
        for role in roles:
            grant_role(user=user, role=role)
        return user

    return make


@pytest.fixture
def manager(hire: Hire) -> Caller:
    """Mona, a Manager, by our own mobile client."""
    hire("mona", Role.MANAGER)
    return jwt_of("mona")


@pytest.fixture
def hr(hire: Hire) -> Caller:
    """Hana of HR, by our own mobile client."""
    hire("hana", Role.HR)
    return jwt_of("hana")


@pytest.fixture
def admin(hire: Hire) -> Caller:
    """Adam, an Admin, by our own mobile client."""
    hire("adam", Role.ADMIN)
    return jwt_of("adam")


@pytest.fixture
def hers(alice: User) -> Caller:
    """Alice, who has no role, by our own mobile client."""
    return jwt_of("alice")


@pytest.fixture
def third_party(register: Callable[..., RelyingParty]) -> RelyingParty:
    """An application that may ask for every scope of these resources."""
    scopes = "account:read announcements:write reports:read reports:write employees:read employees:write admin:read"
    return register(scopes=f"openid {scopes}")


def pointers(response: Any) -> list[str]:
    """Assert a 400 that names the fields, and return their pointers."""
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json"), response.content
    return [error["pointer"] for error in response.json()["errors"]]
