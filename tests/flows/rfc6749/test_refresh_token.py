"""Refresh by the contract's rule: rotation, one retry, and the end of the family on reuse (RFC 6749 section 6)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.flows.oauth import RelyingParty, claims_of

pytestmark = pytest.mark.spec("RFC 6749 section 6")
ALL = "openid profile account:read todo:read todo:write"


@pytest.fixture
def answer(web: RelyingParty, user_agent: Client) -> dict[str, Any]:
    """The answer to the exchange of a code."""
    return web.tokens(user_agent, scope=ALL)


def is_good(answer: dict[str, Any]) -> bool:
    response = Client().get("/o/userinfo/", headers={"authorization": f"Bearer {answer['access_token']}"})
    return bool(response.status_code == 200)


def assert_invalid_grant(response: Any) -> None:
    assert (response.status_code, response.json()["error"]) == (400, "invalid_grant"), response.content


def later(**since: float) -> Any:
    return time_machine.travel(timezone.now() + timedelta(**since), tick=False)


def test_a_refresh_gives_a_new_pair(web: RelyingParty, client: Client, answer: dict[str, Any]) -> None:
    newer = web.refresh(client, answer["refresh_token"]).json()
    assert newer["refresh_token"] != answer["refresh_token"]
    assert newer["access_token"] != answer["access_token"]
    assert (newer["expires_in"], newer["scope"]) == (600, answer["scope"])
    assert is_good(newer)


@pytest.mark.spec("OpenID Connect Core section 12.2")
def test_the_id_token_of_a_refresh_tells_of_the_same_sign_in(
    web: RelyingParty, client: Client, answer: dict[str, Any]
) -> None:
    before = claims_of(answer["id_token"])
    after = claims_of(web.refresh(client, answer["refresh_token"]).json()["id_token"])
    same = ("iss", "sub", "aud", "auth_time", "sid")
    assert [after[name] for name in same] == [before[name] for name in same]
    assert "nonce" not in after


@pytest.mark.spec("RFC 9700 section 4.14.2")
def test_a_retry_within_30_seconds_gives_the_same_successor_once_more(
    web: RelyingParty, client: Client, answer: dict[str, Any]
) -> None:
    lost = web.refresh(client, answer["refresh_token"]).json()
    with later(seconds=25):
        again = web.refresh(client, answer["refresh_token"]).json()
        assert (again["access_token"], again["refresh_token"]) == (lost["access_token"], lost["refresh_token"])
        assert again["scope"] == lost["scope"]
        assert again["expires_in"] <= 576
        assert is_good(again)
        assert web.refresh(client, again["refresh_token"]).status_code == 200


def test_a_second_retry_is_refused_and_kills_nothing(web: RelyingParty, client: Client, answer: dict[str, Any]) -> None:
    newer = web.refresh(client, answer["refresh_token"]).json()
    assert web.refresh(client, answer["refresh_token"]).status_code == 200
    assert_invalid_grant(web.refresh(client, answer["refresh_token"]))
    assert is_good(newer)
    assert web.refresh(client, newer["refresh_token"]).status_code == 200


@pytest.mark.spec("RFC 9700 section 4.14.2")
def test_a_spent_token_after_30_seconds_ends_the_family(
    web: RelyingParty, client: Client, answer: dict[str, Any]
) -> None:
    newer = web.refresh(client, answer["refresh_token"]).json()
    with later(seconds=31):
        assert_invalid_grant(web.refresh(client, answer["refresh_token"]))
        assert not is_good(answer)
        assert not is_good(newer)
        assert_invalid_grant(web.refresh(client, newer["refresh_token"]))


@pytest.mark.spec("RFC 9700 section 4.14.2")
@pytest.mark.parametrize("generations", [2, 5])
def test_a_spent_token_whose_successor_was_used_ends_the_family(
    web: RelyingParty, client: Client, answer: dict[str, Any], generations: int
) -> None:
    newest = answer
    for _ in range(generations):
        newest = web.refresh(client, newest["refresh_token"]).json()
    assert_invalid_grant(web.refresh(client, answer["refresh_token"]))
    assert not is_good(newest)
    assert_invalid_grant(web.refresh(client, newest["refresh_token"]))


def test_a_narrowed_scope_holds_for_that_access_token_only(
    web: RelyingParty, client: Client, answer: dict[str, Any]
) -> None:
    narrow = web.refresh(client, answer["refresh_token"], scope="todo:read").json()
    assert narrow["scope"] == "todo:read"
    assert "id_token" not in narrow
    wide = web.refresh(client, narrow["refresh_token"]).json()
    assert wide["scope"] == answer["scope"]


def test_a_retry_repeats_the_narrowed_scope(web: RelyingParty, client: Client, answer: dict[str, Any]) -> None:
    web.refresh(client, answer["refresh_token"], scope="todo:read")
    assert web.refresh(client, answer["refresh_token"], scope="todo:read").json()["scope"] == "todo:read"


@pytest.mark.parametrize("scope", ["admin:read", "openid email", "unknown", "todo:read admin:read"])
def test_a_refresh_never_widens_the_scope_and_stays_unspent(
    web: RelyingParty, client: Client, answer: dict[str, Any], scope: str
) -> None:
    response = web.refresh(client, answer["refresh_token"], scope=scope)
    assert (response.status_code, response.json()["error"]) == (400, "invalid_scope")
    assert web.refresh(client, answer["refresh_token"]).status_code == 200


@pytest.mark.spec("RFC 6749 section 10.4")
def test_a_refresh_token_is_bound_to_its_client(
    web: RelyingParty, spa: RelyingParty, client: Client, answer: dict[str, Any]
) -> None:
    assert_invalid_grant(spa.refresh(client, answer["refresh_token"]))
    newer = web.refresh(client, answer["refresh_token"]).json()
    with later(seconds=40):
        assert_invalid_grant(spa.refresh(client, answer["refresh_token"]))
        assert web.refresh(client, newer["refresh_token"]).status_code == 200


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


@pytest.mark.parametrize("value", ["x", "a.b", "x" * 22 + "." + "y" * 43, "..", "eyJ.a.b", "ü", "y" * 43])
def test_an_unknown_refresh_token_is_refused(web: RelyingParty, client: Client, value: str) -> None:
    assert_invalid_grant(web.refresh(client, value))


def test_a_forged_secret_beside_a_known_selector_opens_and_kills_nothing_while_unrotated(
    web: RelyingParty, client: Client, answer: dict[str, Any]
) -> None:
    selector = answer["refresh_token"].partition(".")[0]
    assert_invalid_grant(web.refresh(client, f"{selector}.{'y' * 43}"))
    assert web.refresh(client, answer["refresh_token"]).status_code == 200


@pytest.mark.parametrize("kind", ["access_token", "id_token"])
def test_no_other_kind_of_token_refreshes(web: RelyingParty, client: Client, answer: dict[str, Any], kind: str) -> None:
    assert_invalid_grant(web.refresh(client, answer[kind]))


@pytest.mark.spec("RFC 8707 section 2.2")
def test_the_resource_must_be_that_of_the_grant(web: RelyingParty, client: Client, answer: dict[str, Any]) -> None:
    response = web.refresh(client, answer["refresh_token"], resource="https://other.example.org")
    assert (response.status_code, response.json()["error"]) == (400, "invalid_target")
    assert web.refresh(client, answer["refresh_token"], resource="http://localhost:8000/api").status_code == 200
