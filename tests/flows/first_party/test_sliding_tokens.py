"""Sliding tokens: one token that opens the API and is exchanged for the next (contract: First-party credentials)."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import User
from tests.flows.first_party.conftest import claims_of, opens, sliding_of
from tests.flows.guarded_api.callers import jwt_pair_of, nobody, with_header
from tests.flows.guarded_api.conftest import problem

REFRESH = "/api/jwt/sliding/refresh/"


def refreshed(token: str) -> str:
    answer = nobody().post(REFRESH, {"token": token})
    assert answer.status_code == 200, answer.content
    assert set(answer.json()) == {"token"}
    assert answer["Cache-Control"] == "no-store"
    return str(answer.json()["token"])


def test_a_sliding_token_opens_the_api_and_is_of_the_kind_jwt(alice: User) -> None:
    token = sliding_of("alice")
    assert with_header(f"Bearer {token}").get("/api/whoami/").json()["username"] == "alice"
    claims = claims_of(token)
    assert claims["token_type"] == "sliding"
    assert claims["exp"] - claims["iat"] == 5 * 60
    assert claims["refresh_exp"] - claims["iat"] == 7 * 24 * 3600


def test_its_successor_kills_it_at_once(alice: User) -> None:
    first = sliding_of("alice")
    second = refreshed(first)
    assert (opens(f"Bearer {first}"), opens(f"Bearer {second}")) == (401, 200)
    problem(nobody().post(REFRESH, {"token": first}), 401)
    assert opens(f"Bearer {refreshed(second)}") == 200


def test_the_window_is_that_of_the_first_one(alice: User) -> None:
    token = sliding_of("alice")
    end = claims_of(token)["refresh_exp"]
    with time_machine.travel(timezone.now() + timedelta(minutes=4)):
        assert claims_of(refreshed(token))["refresh_exp"] == end


def test_after_its_time_it_opens_nothing_and_is_not_exchanged(alice: User) -> None:
    token = sliding_of("alice")
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        assert opens(f"Bearer {token}") == 401
        problem(nobody().post(REFRESH, {"token": token}), 401)


def test_the_tokens_of_a_pair_are_no_sliding_tokens_and_the_reverse(alice: User) -> None:
    pair, sliding = jwt_pair_of("alice"), sliding_of("alice")
    for token in pair.values():
        problem(nobody().post(REFRESH, {"token": token}), 401)
    problem(nobody().post("/api/jwt/token/refresh/", {"refresh": sliding}), 401)
    problem(nobody().post("/api/jwt/token/blacklist/", {"refresh": sliding}), 401)
    assert opens(f"Bearer {sliding}") == 200


def test_logging_out_ends_it(alice: User) -> None:
    token = sliding_of("alice")
    assert with_header(f"Bearer {token}").post("/api/logout/").status_code == 200
    assert opens(f"Bearer {token}") == 401
    problem(nobody().post(REFRESH, {"token": token}), 401)


@pytest.mark.parametrize("body", [{}, {"token": None}, {"token": []}, {"token": ""}, {"token": "a\x00b"}, [], "x", 1])
def test_a_body_without_a_token_is_400(db: None, body: object) -> None:
    problem(nobody().post(REFRESH, body), 400)


@pytest.mark.parametrize("token", ["x", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "x" * 20000])
def test_a_token_of_any_other_make_is_401(db: None, token: str) -> None:
    problem(nobody().post(REFRESH, {"token": token}), 401)
