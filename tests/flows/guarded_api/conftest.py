"""People of every role, the pair of one of them, a machine client, and the form of a refusal."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from accounts.roles import Role
from accounts.services.roles import grant_role
from oauth_server.protocol.models import Application
from oauth_server.vocabulary import GrantType
from tests.flows.conftest import PASSWORD
from tests.flows.guarded_api.callers import jwt_pair_of
from tests.flows.oauth import RelyingParty

RESOURCE_SCOPES = "account:read todo:read todo:write reports:read employees:read admin:read"
TODO_LIST = "/api/v1/todo/"


@pytest.fixture
def people(db: None) -> dict[str, User]:
    """One person for each column of the table of expected answers."""
    everybody = {name: User.objects.create_user(f"person{number}", password=PASSWORD) for number, name in COLUMNS}
    for role in Role:
        grant_role(user=everybody[role], role=role)
    User.objects.filter(pk=everybody["superuser"].pk).update(is_superuser=True)
    return everybody


COLUMNS = list(enumerate(["no role", "Manager", "HR", "Admin", "superuser"]))


@pytest.fixture
def machine(register: Callable[..., RelyingParty]) -> RelyingParty:
    """A client that has client credentials and no person."""
    fields: dict[str, Any] = {
        "name": "A machine",
        "redirect_uris": "",
        "authorization_grant_type": Application.GRANT_CLIENT_CREDENTIALS,
        "grant_types": GrantType.CLIENT_CREDENTIALS,
        "scopes": RESOURCE_SCOPES,
    }
    return register(**fields)


def problem(response: Any, status: int) -> dict[str, Any]:
    """Assert that this is a problem of that status (RFC 9457 section 3.1); return its members."""
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    answer: dict[str, Any] = response.json()
    assert {"type", "title", "status", "detail", "decision"} <= set(answer)
    assert answer["status"] == status
    return answer


@pytest.fixture
def pair(alice: User) -> dict[str, str]:
    """What the password door gave our own mobile client."""
    return jwt_pair_of("alice")
