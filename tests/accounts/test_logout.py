"""POST /api/logout/: the credential shown dies, and what shares its sign-in."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Session, User
from tests.accounts.conftest import PASSWORD, post, sign_in

SAID = {"detail": "Successfully logged out.", "username": None}


def bearer(pair: dict[str, str]) -> dict[str, str]:
    return {"authorization": f"Bearer {pair['access']}"}


def pair_of(login: str = "alice") -> dict[str, str]:
    pair: dict[str, str] = post(Client(), "/api/jwt/token/", {"username": login, "password": PASSWORD}).json()
    return pair


def token_of(login: str = "alice") -> str:
    return str(post(Client(), "/api/token/", {"username": login, "password": PASSWORD}).json()["token"])


def protected(client: Client, **headers: str) -> int:
    return client.get("/api/protected/", headers=headers).status_code


def refreshed(pair: dict[str, str]) -> int:
    return int(post(Client(), "/api/jwt/token/refresh/", {"refresh": pair["refresh"]}).status_code)


def test_a_pair_is_dead_with_its_refresh_token(alice: User, client: Client) -> None:
    pair = pair_of()
    answer = post(client, "/api/logout/", **bearer(pair))
    assert (answer.status_code, answer.json()) == (200, SAID)
    assert protected(client, **bearer(pair)) == 401
    assert refreshed(pair) == 401


def test_a_pair_of_another_sign_in_lives_on(alice: User, client: Client) -> None:
    pair, other = pair_of(), pair_of()
    post(client, "/api/logout/", **bearer(pair))
    assert protected(client, **bearer(other)) == 200


def test_a_drf_token_is_dead_and_its_successor_another(alice: User, client: Client) -> None:
    token = token_of()
    answer = post(client, "/api/logout/", authorization=f"Token {token}")
    assert (answer.status_code, answer.json()) == (200, SAID)
    assert protected(client, authorization=f"Token {token}") == 401
    assert token_of() != token


def test_a_session_is_dead(alices: Client) -> None:
    cookie = alices.cookies["sessionid"].value
    answer = post(alices, "/api/logout/")
    assert (answer.status_code, answer.json()) == (200, SAID)
    alices.cookies["sessionid"] = cookie
    assert protected(alices) == 401


def test_a_session_without_the_csrf_token_stays(alice: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.get("/accounts/login/")
    strict.post(
        "/accounts/login/",
        {"login": "alice", "password": PASSWORD, "csrfmiddlewaretoken": page.cookies["csrftoken"].value},
    )
    assert post(strict, "/api/logout/").status_code == 403
    assert protected(strict) == 200
    assert post(strict, "/api/logout/", **{"x-csrftoken": strict.cookies["csrftoken"].value}).status_code == 200


def test_the_refresh_token_in_the_body_ends_its_sign_in_too(alice: User, client: Client) -> None:
    token, pair = token_of(), pair_of()
    answer = post(client, "/api/logout/", {"refresh": pair["refresh"]}, authorization=f"Token {token}")
    assert answer.status_code == 200
    assert refreshed(pair) == 401
    assert protected(client, **bearer(pair)) == 401


def test_the_refresh_token_of_another_person_changes_nothing(alice: User, bob: User, client: Client) -> None:
    of_bob = pair_of("bob")
    answer = post(client, "/api/logout/", {"refresh": of_bob["refresh"]}, **bearer(pair_of()))
    assert answer.status_code == 200
    assert refreshed(of_bob) == 200


@pytest.mark.parametrize("refresh", ["a.b.c", "dead"])
def test_a_refresh_token_that_is_dead_already_is_no_hindrance(alice: User, client: Client, refresh: str) -> None:
    assert post(client, "/api/logout/", {"refresh": refresh}, **bearer(pair_of())).status_code == 200


@pytest.mark.parametrize("refresh", [None, "", [], {}, "\x00"])
def test_a_refresh_field_of_another_type_is_400_and_ends_nothing(alice: User, client: Client, refresh: Any) -> None:
    pair = pair_of()
    assert post(client, "/api/logout/", {"refresh": refresh}, **bearer(pair)).status_code == 400
    assert protected(client, **bearer(pair)) == 200


def test_nobody_cannot_log_out(db: None, client: Client) -> None:
    assert post(client, "/api/logout/").status_code == 401


def test_logging_out_leaves_other_browsers_signed_in(alice: User, alices: Client, client: Client) -> None:
    sign_in(client)
    post(alices, "/api/logout/")
    assert protected(client) == 200
    assert Session.objects.filter(ended_at=None).count() == 1
