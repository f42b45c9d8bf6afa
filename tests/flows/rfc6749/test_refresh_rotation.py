"""Rotation of a refresh token: one retry, and the end of the family on reuse (RFC 9700 section 4.14.2)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.flows.oauth import RelyingParty
from tests.flows.rfc6749.conftest import ALL, assert_invalid_grant, is_good, later

pytestmark = pytest.mark.spec("RFC 6749 section 6")


@pytest.mark.spec("RFC 9700 section 4.14.2")
@pytest.mark.parametrize(("form", "lifetime"), [("jwt", 300), ("opaque", 600)])
def test_a_retry_within_30_seconds_gives_the_same_successor_once_more(
    register: Callable[..., RelyingParty], user_agent: Client, form: str, lifetime: int
) -> None:
    web = register(token_format=form)
    spent = web.tokens(user_agent, scope=ALL)["refresh_token"]
    lost = web.refresh(Client(), spent).json()
    with later(seconds=25):
        again = web.refresh(Client(), spent).json()
        assert again["refresh_token"] == lost["refresh_token"]
        assert again["access_token"] == lost["access_token"]
        assert again["scope"] == lost["scope"]
        assert lost["expires_in"] == lifetime
        assert again["expires_in"] <= lifetime - 24
        assert is_good(again)
        assert web.refresh(Client(), again["refresh_token"]).status_code == 200


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


def test_a_retry_repeats_the_narrowed_scope(web: RelyingParty, client: Client, answer: dict[str, Any]) -> None:
    web.refresh(client, answer["refresh_token"], scope="todo:read")
    assert web.refresh(client, answer["refresh_token"], scope="todo:read").json()["scope"] == "todo:read"
