"""A client of the FAPI preset keeps its refresh token: its keys protect it (FAPI 2.0 Security Profile 5.3.2.1)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.flows.oauth import RelyingParty, claims_of
from tests.flows.rfc6749.conftest import ALL, assert_invalid_grant, is_good

pytestmark = pytest.mark.spec("FAPI 2.0 Security Profile section 5.3.2.1")


@pytest.fixture
def fapi(register: Callable[..., RelyingParty], user_agent: Client) -> tuple[RelyingParty, str]:
    """A client that has become one of the preset, and the refresh token that it holds."""
    party = register(refresh_idle_lifetime=timedelta(hours=1), refresh_absolute_lifetime=timedelta(hours=3))
    refresh_token = party.tokens(user_agent, scope=f"{ALL} offline_access")["refresh_token"]
    type(party.application).objects.update(preset="fapi2")
    return party, refresh_token


def test_the_same_token_is_good_again_each_time_with_a_new_access_token(fapi: tuple[RelyingParty, str]) -> None:
    party, token = fapi
    answers = [party.refresh(Client(), token).json() for _ in range(3)]
    assert {answer["refresh_token"] for answer in answers} == {token}
    assert len({claims_of(answer["access_token"])["jti"] for answer in answers}) == 3
    assert all(is_good(answer) for answer in answers)


def test_its_idle_end_moves_on_and_its_absolute_end_does_not(fapi: tuple[RelyingParty, str]) -> None:
    (party, token), start = fapi, timezone.now()
    for minutes in (50, 100, 150, 179):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert party.refresh(Client(), token).status_code == 200, minutes
    with time_machine.travel(start + timedelta(minutes=181), tick=False):
        assert_invalid_grant(party.refresh(Client(), token))


def test_it_ends_when_it_was_left_idle(fapi: tuple[RelyingParty, str]) -> None:
    party, token = fapi
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        assert_invalid_grant(party.refresh(Client(), token))


def test_it_ends_with_its_grant(fapi: tuple[RelyingParty, str]) -> None:
    party, token = fapi
    answer = party.refresh(Client(), token).json()
    party.post(Client(), "/o/revoke_token/", token=token)
    assert not is_good(answer)
    assert_invalid_grant(party.refresh(Client(), token))


def test_another_client_cannot_use_it(fapi: tuple[RelyingParty, str], spa: RelyingParty) -> None:
    _, token = fapi
    for preset in ("", "fapi2"):
        type(spa.application).objects.filter(client_id=spa.client_id).update(preset=preset)
        assert_invalid_grant(spa.refresh(Client(), token))


@pytest.mark.parametrize("scope", ["todo:read", "admin:read"])
def test_a_refusal_changes_nothing(fapi: tuple[RelyingParty, str], scope: str) -> None:
    party, token = fapi
    assert party.refresh(Client(), token, scope=scope).status_code == (200 if scope == "todo:read" else 400)
    assert party.refresh(Client(), token).json()["scope"] == f"openid profile offline_access {ALL.split(' ', 2)[2]}"
