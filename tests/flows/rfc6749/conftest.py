"""The answer to the exchange of a code, and what became of it later."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.flows.oauth import RelyingParty

ALL = "openid profile account:read todo:read todo:write"


@pytest.fixture
def answer(web: RelyingParty, user_agent: Client) -> dict[str, Any]:
    """The answer to the exchange of a code."""
    return web.tokens(user_agent, scope=ALL)


def is_good(answer: dict[str, Any]) -> bool:
    """Whether the access token of the answer is taken."""
    response = Client().get("/o/userinfo/", headers={"authorization": f"Bearer {answer['access_token']}"})
    return bool(response.status_code == 200)


def assert_invalid_grant(response: Any) -> None:
    """Assert the refusal of RFC 6749 section 5.2."""
    assert (response.status_code, response.json()["error"]) == (400, "invalid_grant"), response.content


def later(**since: float) -> Any:
    """Return a journey to so much later than now (`days`, `seconds`), where time stands."""
    return time_machine.travel(timezone.now() + timedelta(**since), tick=False)
