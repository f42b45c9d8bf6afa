"""The password doors of our own apps: tokens, their answers, and what each fault is answered with."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import DrfToken, Session, User
from accounts.services import credentials
from accounts.services.guessing import LIMIT
from tests.accounts.conftest import PASSWORD, post, post_form

DOORS = ("/api/token/", "/api-token-auth/", "/api/jwt/token/", "/api/jwt/sliding/", "/api/login/")
FORM_DOORS = DOORS[:-1]
GOOD = {"username": "alice", "password": PASSWORD}


def protected(client: Client, authorization: str) -> int:
    return client.get("/api/protected/", headers={"authorization": authorization}).status_code


@pytest.mark.parametrize("path", ["/api/token/", "/api-token-auth/"])
def test_a_drf_token_opens_the_api(alice: User, client: Client, path: str) -> None:
    answer = post(client, path, GOOD)
    assert answer.status_code == 200
    assert set(answer.json()) == {"token"}
    assert re.fullmatch(r"[0-9a-f]{40}", answer.json()["token"])
    assert answer["Cache-Control"] == "no-store"
    assert protected(client, f"Token {answer.json()['token']}") == 200


def test_both_doors_of_the_drf_token_answer_the_same_one(alice: User, client: Client) -> None:
    first, second = (post(client, path, GOOD).json() for path in DOORS[:2])
    assert first == second


@pytest.mark.parametrize("path", FORM_DOORS)
def test_a_form_will_do(alice: User, client: Client, path: str) -> None:
    assert post_form(client, path, GOOD).status_code == 200


def test_a_pair_opens_the_api_and_refreshes(alice: User, client: Client) -> None:
    answer = post(client, "/api/jwt/token/", GOOD)
    assert answer.status_code == 200
    assert set(answer.json()) == {"access", "refresh"}
    assert answer["Cache-Control"] == "no-store"
    assert protected(client, f"Bearer {answer.json()['access']}") == 200
    renewed = post(client, "/api/jwt/token/refresh/", {"refresh": answer.json()["refresh"]})
    assert renewed.status_code == 200
    assert set(renewed.json()) == {"access", "refresh"}
    assert protected(client, f"Bearer {renewed.json()['access']}") == 200
    again = post(client, "/api/jwt/token/refresh/", {"refresh": answer.json()["refresh"]})
    assert again.status_code == 401
    successor = post(client, "/api/jwt/token/refresh/", {"refresh": renewed.json()["refresh"]})
    assert successor.status_code == 200


def test_a_door_makes_no_browser_session(alice: User, client: Client) -> None:
    assert not post(client, "/api/jwt/token/", GOOD).cookies
    assert Session.objects.get().session_key is None


@pytest.mark.parametrize("path", DOORS)
@pytest.mark.parametrize("login", ["ALICE", "Alice", "ａｌｉｃｅ", "alice@example.org", "Alice@Example.org"])  # noqa: RUF001 - another spelling
def test_every_spelling_of_the_name_and_the_verified_address_sign_in(
    alice: User, client: Client, path: str, login: str
) -> None:
    assert post(client, path, {"username": login, "password": PASSWORD}).status_code == 200


@pytest.mark.parametrize("path", DOORS)
def test_wrong_words_are_answered_alike_whatever_is_wrong(alice: User, bob: User, client: Client, path: str) -> None:
    disabled = User.objects.create_user("carol", "carol@example.org", PASSWORD)
    credentials.disable_user(user=disabled, by=None)
    User.objects.create_user("dan", "dan@example.org")
    answers = [
        post(client, path, {"username": login, "password": password})
        for login, password in (
            ("alice", "wrong"),
            ("nobody", PASSWORD),
            ("nobody@example.org", PASSWORD),
            ("bob@example.org", PASSWORD),
            ("carol", PASSWORD),
            ("dan", PASSWORD),
        )
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.json()["detail"] for answer in answers}) == 1


@pytest.mark.parametrize("path", DOORS)
def test_a_password_is_taken_as_it_is_written(alice: User, client: Client, path: str) -> None:
    credentials.set_password(user=alice, password="  spaces at both ends  ")
    assert post(client, path, {"username": "alice", "password": "  spaces at both ends  "}).status_code == 200
    assert post(client, path, {"username": "alice", "password": "spaces at both ends"}).status_code == 401


@pytest.mark.parametrize("path", [*DOORS, "/api/jwt/token/refresh/", "/api/register/"])
@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "null",
        '"text"',
        "{}",
        '{"username": "alice"}',
        '{"username": null, "password": null, "refresh": null, "email": null}',
        '{"username": ["a"], "password": {"b": 1}, "refresh": [], "email": {}}',
        '{"username": "a\\u0000b", "password": "a\\u0000b", "refresh": "a\\u0000b", "email": "a\\u0000b"}',
        '{"username": "\\ud800", "password": "\\ud800", "refresh": "\\ud800", "email": "\\ud800"}',
        '{"username": "", "password": "", "refresh": "", "email": ""}',
    ],
)
def test_a_body_that_lacks_something_is_400(db: None, client: Client, path: str, body: str) -> None:
    without_type = path == "/api/login/" and not body  # the client names no type for nothing
    assert client.post(path, body, content_type="application/json").status_code == (415 if without_type else 400)


@pytest.mark.parametrize("path", [*DOORS, "/api/jwt/token/refresh/"])
def test_the_missing_fields_are_named(db: None, client: Client, path: str) -> None:
    named = {error["pointer"] for error in post(client, path).json()["errors"]}
    assert named == ({"#/refresh"} if "refresh" in path else {"#/username", "#/password"})


@pytest.mark.parametrize(
    "refresh", ["x", "a.b.c", "eyJ.abc.def", "eyJhbGciOiJub25lIn0.e30.", "é", "x" * 20000, "1", " "]
)
def test_a_refresh_token_of_any_other_make_is_401_or_400(db: None, client: Client, refresh: str) -> None:
    answer = post(client, "/api/jwt/token/refresh/", {"refresh": refresh})
    assert answer.status_code == (400 if refresh == " " else 401)


def test_an_access_token_and_a_drf_token_refresh_nothing(alice: User, client: Client) -> None:
    access = post(client, "/api/jwt/token/", GOOD).json()["access"]
    token = post(client, "/api/token/", GOOD).json()["token"]
    for wrong in (access, token):
        assert post(client, "/api/jwt/token/refresh/", {"refresh": wrong}).status_code == 401


@pytest.mark.parametrize("path", DOORS)
def test_no_other_method_is_there(db: None, client: Client, path: str) -> None:
    for method in (client.get, client.put, client.delete, client.patch):
        assert method(path).status_code == 405


@pytest.mark.parametrize("path", DOORS)
def test_a_verified_address_comes_first_where_the_server_asks_for_one(
    alice: User, bob: User, client: Client, path: str, settings: Any
) -> None:
    settings.EMAIL_VERIFICATION = "mandatory"
    assert post(client, path, GOOD).status_code == 200
    refused = post(client, path, {"username": "bob", "password": PASSWORD})
    assert refused.status_code == 403
    assert "Verify" in refused.json()["detail"]
    assert post(client, path, {"username": "bob", "password": "wrong"}).status_code == 401
    assert not DrfToken.objects.filter(user=bob).exists()


def test_a_new_password_ends_every_token(alice: User, client: Client) -> None:
    pair, token = post(client, "/api/jwt/token/", GOOD).json(), post(client, "/api/token/", GOOD).json()["token"]
    credentials.set_password(user=alice, password="another long password")
    assert protected(client, f"Bearer {pair['access']}") == 401
    assert protected(client, f"Token {token}") == 401
    assert post(client, "/api/jwt/token/refresh/", {"refresh": pair["refresh"]}).status_code == 401


def test_requests_of_one_address_are_limited_at_the_doors_together(alice: User, client: Client) -> None:
    statuses = [
        post(client, path, {"username": f"nobody{number}", "password": "x"}).status_code
        for number in range(7)
        for path in DOORS
    ]
    assert statuses[:30] == [401] * 30
    assert statuses[30:] == [429] * 5


def test_an_address_that_the_client_writes_itself_does_not_lift_the_limit(alice: User, client: Client) -> None:
    answers = [
        post(
            client, "/api/token/", {"username": "alice", "password": "x"}, **{"x-forwarded-for": f"203.0.113.{number}"}
        )
        for number in range(LIMIT + 1)
    ]
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) > 0


def test_an_address_that_is_no_longer_verified_signs_nobody_in(alice: User, client: Client) -> None:
    EmailAddress.objects.update(verified=False)
    assert post(client, "/api/token/", {"username": "alice@example.org", "password": PASSWORD}).status_code == 401
