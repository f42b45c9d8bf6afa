"""Wrong passwords are counted once for all doors, and the count locks nobody out of their own browser."""

from typing import Any

import argon2
import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.backends import PasswordBackend
from accounts.models import User
from accounts.services import device, passwords
from accounts.services.guessing import LIMIT
from tests.accounts.conftest import PASSWORD, post, sign_in


def at_page(login: str, password: str, client: Client | None = None) -> Any:
    return sign_in(client or Client(), login, password)


def at_token(login: str, password: str) -> Any:
    return post(Client(), "/api/token/", {"username": login, "password": password})


def at_jwt(login: str, password: str) -> Any:
    return post(Client(), "/api/jwt/token/", {"username": login, "password": password})


def at_sliding(login: str, password: str) -> Any:
    return post(Client(), "/api/jwt/sliding/", {"username": login, "password": password})


def at_login(login: str, password: str) -> Any:
    return post(Client(), "/api/login/", {"username": login, "password": password})


DOORS = (at_page, at_token, at_jwt, at_sliding, at_login)


def fail(login: str = "alice", times: int = LIMIT) -> None:
    for number in range(times):
        assert DOORS[number % len(DOORS)](login, "wrong").status_code in {200, 401}


@pytest.mark.parametrize("door", DOORS)
def test_failures_at_all_doors_close_every_door(alice: User, door: Any) -> None:
    fail()
    answer = door("alice", PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 15 * 60


def test_name_address_and_spelling_of_one_account_share_its_count(alice: User) -> None:
    fail("alice", 4)
    fail("ALICE", 3)
    fail("alice@example.org", 3)
    assert at_jwt("alice", PASSWORD).status_code == 429


def test_an_unknown_name_has_a_count_like_any_other(db: None) -> None:
    fail("nobody")
    assert {door("nobody", PASSWORD).status_code for door in DOORS} == {429}


def test_a_locked_door_costs_no_hash(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    fail()
    monkeypatch.setattr(User, "check_password", lambda *args: pytest.fail("a hash was made"))
    assert at_token("alice", PASSWORD).status_code == 429


@pytest.mark.parametrize("login", ["alice", "nobody", "nobody@example.org", "carol", "dan"])
def test_every_failure_costs_one_hash(alice: User, login: str, monkeypatch: pytest.MonkeyPatch) -> None:
    User.objects.create_user("carol", password=PASSWORD, is_active=False)
    User.objects.create_user("dan")
    hashes: list[bytes] = []
    for name in ("hash_secret", "verify_secret"):
        original = getattr(argon2.low_level, name)

        def counted(*args: Any, original: Any = original, **kwargs: Any) -> Any:
            hashes.append(args[0])
            return original(*args, **kwargs)

        monkeypatch.setattr(argon2.low_level, name, counted)
        monkeypatch.setattr(argon2._password_hasher, name, counted)
    with pytest.raises(passwords.WrongPassword):
        passwords.authenticate_password(None, login, "wrong")
    assert len(hashes) == 1


def test_a_right_password_takes_nothing_from_the_count(alice: User) -> None:
    for _ in range(LIMIT + 2):
        assert at_token("alice", PASSWORD).status_code == 200


def test_nobody_locks_a_person_out_of_the_browser_they_use(alice: User) -> None:
    own = Client()
    at_page("alice", PASSWORD, own)
    own.post("/accounts/logout/")
    fail()
    assert at_page("alice", PASSWORD).status_code == 429
    assert at_page("alice", PASSWORD, own).status_code == 302


def test_the_browser_they_use_has_a_limit_of_its_own(alice: User) -> None:
    own = Client()
    at_page("alice", PASSWORD, own)
    own.post("/accounts/logout/")
    for _ in range(LIMIT):
        assert at_page("alice", "wrong", own).status_code == 200
    assert at_page("alice", PASSWORD, own).status_code == 429
    assert at_page("alice", PASSWORD).status_code == 302


def test_a_browser_known_to_one_person_is_strange_to_another(alice: User, bob: User) -> None:
    of_bob = Client()
    at_page("bob", PASSWORD, of_bob)
    of_bob.post("/accounts/logout/")
    fail()
    assert at_page("alice", PASSWORD, of_bob).status_code == 429


def test_a_made_up_device_is_strange(alice: User) -> None:
    forger = Client()
    forger.cookies["device"] = f'["x", ["{alice.subject}"]]'
    fail()
    assert at_page("alice", PASSWORD, forger).status_code == 429


def test_the_device_cookie_is_out_of_reach_of_scripts_and_other_sites(alice: User) -> None:
    own = Client()
    cookie = at_page("alice", PASSWORD, own).cookies["device"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == device.MAX_AGE
    assert not cookie["domain"]


def test_two_people_may_share_a_browser(alice: User, bob: User) -> None:
    shared = Client()
    for login in ("alice", "bob"):
        at_page(login, PASSWORD, shared)
        shared.post("/accounts/logout/")
    fail("alice")
    fail("bob")
    assert at_page("alice", PASSWORD, shared).status_code == 302


def test_django_s_own_door_has_the_same_count(alice: User) -> None:
    assert authenticate(username="alice", password="wrong") is None
    assert authenticate(username="alice", password=PASSWORD) == alice
    assert authenticate(username="alice") is None
    fail(times=LIMIT - 1)
    with pytest.raises(PermissionDenied):
        PasswordBackend().authenticate(None, username="alice", password=PASSWORD)


def test_the_current_password_of_the_change_page_is_a_door_like_any_other(alice: User) -> None:
    stolen = Client()
    sign_in(stolen)
    del stolen.cookies["device"]
    for _ in range(10):
        assert post(Client(), "/api/jwt/token/", {"username": "alice", "password": "wrong"}).status_code == 401
    form = {"oldpassword": PASSWORD, "password1": "another horse battery", "password2": "another horse battery"}
    assert stolen.post("/accounts/password/change/", form).status_code == 429
