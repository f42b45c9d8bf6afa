"""An administrator who has just signed in by two factors, and the client through which they act for others."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from tests.flows.acting.acting import EXCHANGE, SCOPE, Administrator, signed_in
from tests.flows.conftest import EVERY_SCOPE
from tests.flows.oauth import RelyingParty


@pytest.fixture
def helpdesk(register: Callable[..., RelyingParty]) -> RelyingParty:
    """A confidential client in which administrators look after people."""
    return register(
        name="The help desk",
        grant_types=f"authorization_code refresh_token {EXCHANGE}",
        scopes=f"{EVERY_SCOPE} announcements:write reports:write employees:write admin:act",
    )


@pytest.fixture
def administrator(adam: User, helpdesk: RelyingParty) -> Administrator:
    """Adam, in the help desk, with a token that he got on a fresh sign-in by two factors."""
    user_agent = signed_in(adam)
    return Administrator(adam, helpdesk, user_agent, helpdesk.tokens(user_agent, scope=SCOPE)["access_token"])


@pytest.fixture
def acting(administrator: Administrator, alice: User) -> dict[str, Any]:
    """The answer by which adam acts for alice."""
    response = administrator.act_for(alice)
    assert response.status_code == 200, response.content
    return dict(response.json())
