"""How long a refresh token lives: idle, in all, and with its sign-in (RFC 6749 section 6; contract: Lifetimes)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.flows.oauth import RelyingParty
from tests.flows.rfc6749.conftest import ALL, assert_invalid_grant, is_good, later

pytestmark = pytest.mark.spec("RFC 6749 section 6")


def test_a_refresh_token_idles_14_days_and_not_longer(
    web: RelyingParty, client: Client, answer: dict[str, Any]
) -> None:
    with later(days=13):
        newer = web.refresh(client, answer["refresh_token"])
        assert newer.status_code == 200
    with later(days=28):
        assert_invalid_grant(web.refresh(client, newer.json()["refresh_token"]))


def test_a_family_ends_after_90_days_however_often_it_was_refreshed(web: RelyingParty, user_agent: Client) -> None:
    answer = web.tokens(user_agent, scope=f"{ALL} offline_access")
    start = timezone.now()
    for day in (13, 26, 39, 52, 65, 78, 89):
        with time_machine.travel(start + timedelta(days=day), tick=False):
            response = web.refresh(Client(), answer["refresh_token"])
            assert response.status_code == 200, day
            answer = response.json()
    with time_machine.travel(start + timedelta(days=89, hours=23, minutes=55), tick=False):
        answer = web.refresh(Client(), answer["refresh_token"]).json()
        assert answer["expires_in"] <= 300
    with time_machine.travel(start + timedelta(days=90, seconds=1), tick=False):
        assert_invalid_grant(web.refresh(Client(), answer["refresh_token"]))
        assert not is_good(answer)


def test_lifetimes_of_the_client_are_kept(register: Callable[..., RelyingParty], user_agent: Client) -> None:
    party = register(refresh_idle_lifetime=timedelta(hours=1), refresh_absolute_lifetime=timedelta(hours=2))
    answer = party.tokens(user_agent)
    start = timezone.now()
    for minutes in (50, 100):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            answer = party.refresh(Client(), answer["refresh_token"]).json()
    with time_machine.travel(start + timedelta(minutes=121), tick=False):
        assert_invalid_grant(party.refresh(Client(), answer["refresh_token"]))


def test_an_online_grant_ends_with_the_sign_in_and_an_offline_one_does_not(
    web: RelyingParty, user_agent: Client
) -> None:
    online = web.tokens(user_agent, scope="openid account:read")
    offline = web.tokens(user_agent, scope="openid account:read offline_access")
    assert user_agent.post("/accounts/logout/").status_code == 302
    assert not is_good(online)
    assert is_good(offline)
    assert_invalid_grant(web.refresh(Client(), online["refresh_token"]))
    assert web.refresh(Client(), offline["refresh_token"]).status_code == 200
