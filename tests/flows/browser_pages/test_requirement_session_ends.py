"""A session ends however much it is used: after 90 days, of staff after 8 hours (OWASP ASVS 5.0 section 7.3.2)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from accounts.services.roles import grant_role
from tests.flows.conftest import sign_in

pytestmark = pytest.mark.spec("OWASP ASVS 5.0 section 7.3.2")


def whoami(user_agent: Client) -> int:
    return int(user_agent.get("/api/whoami/").status_code)


@pytest.mark.parametrize(
    ("staff", "step", "end"),
    [(False, timedelta(days=9), timedelta(days=90)), (True, timedelta(hours=1), timedelta(hours=8))],
)
def test_a_session_in_use_ends_all_the_same(alice: Any, staff: bool, step: timedelta, end: timedelta) -> None:
    if staff:
        grant_role(user=alice, role=Role.ADMIN)
    user_agent, start = sign_in(Client(), "alice"), timezone.now()
    moment = step
    while moment < end:
        with time_machine.travel(start + moment, tick=False):
            assert whoami(user_agent) == 200, moment
        moment += step
    with time_machine.travel(start + end + timedelta(seconds=1), tick=False):
        assert whoami(user_agent) == 401
