"""POST /api/password/change/: the switch's second row, by the person themselves."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from accounts.services.guessing import LIMIT
from tests.flows.conftest import PASSWORD
from tests.flows.first_party.conftest import NEW_PASSWORD, opens, page_of, sliding_of
from tests.flows.guarded_api.callers import (
    Caller,
    browser_of,
    drf_key_of,
    drf_token_of,
    jwt_of,
    jwt_pair_of,
    nobody,
    oauth2_of,
    session_of,
    with_header,
)
from tests.flows.guarded_api.conftest import problem
from tests.flows.oauth import RelyingParty

CHANGE = "/api/password/change/"
BODY = {"old_password": PASSWORD, "new_password": NEW_PASSWORD}


def changed(caller: Caller, **fields: object) -> Any:
    answer = caller.post(CHANGE, BODY | fields)
    assert answer.status_code == 200, answer.content
    assert answer["Cache-Control"] == "no-store"
    return answer


def password_is(password: str) -> bool:
    return bool(nobody().post("/api/token/", {"username": "alice", "password": password}).status_code == 200)


def refreshes(pair: dict[str, str]) -> int:
    return int(nobody().post("/api/jwt/token/refresh/", {"refresh": pair["refresh"]}).status_code)


def test_everything_else_ends(alice: User) -> None:
    pair, key, sliding, session = jwt_pair_of("alice"), drf_key_of("alice"), sliding_of("alice"), session_of("alice")
    changed(jwt_of("alice"))
    assert [opens(f"Bearer {pair['access']}"), opens(f"Token {key}"), opens(f"Bearer {sliding}")] == [401] * 3
    assert refreshes(pair) == 401
    assert session.get("/api/protected/").status_code == 401
    assert not password_is(PASSWORD)
    assert password_is(NEW_PASSWORD)


def test_who_came_with_a_pair_gets_the_next_one(alice: User) -> None:
    pair = jwt_pair_of("alice")
    fresh = changed(with_header(f"Bearer {pair['access']}")).json()
    assert opens(f"Bearer {fresh['access']}") == 200
    assert refreshes(pair) == 401
    assert refreshes(fresh) == 200


def test_who_came_with_a_sliding_token_gets_the_next_one(alice: User) -> None:
    token = sliding_of("alice")
    fresh = changed(with_header(f"Bearer {token}")).json()
    assert set(fresh) == {"detail", "token"}
    assert (opens(f"Bearer {token}"), opens(f"Bearer {fresh['token']}")) == (401, 200)


def test_who_came_with_a_drf_token_gets_another(alice: User) -> None:
    key = drf_key_of("alice")
    fresh = changed(with_header(f"Token {key}")).json()
    assert set(fresh) == {"detail", "token"}
    assert (opens(f"Token {key}"), opens(f"Token {fresh['token']}")) == (401, 200)


def test_a_browser_keeps_its_session_under_another_name_and_csrf_token(alice: User) -> None:
    me = session_of("alice")
    before = {name: me.client.cookies[name].value for name in ("sessionid", "csrftoken")}
    answer = changed(me)
    assert set(answer.json()) == {"detail"}
    assert "access" not in answer.cookies
    assert me.get("/api/protected/").status_code == 200
    assert all(me.client.cookies[name].value != value for name, value in before.items())
    thief = Client()
    thief.cookies["sessionid"] = before["sessionid"]
    assert thief.get("/api/protected/").status_code == 401
    problem(me.call("PATCH", "/api/profile/", {}), 403)
    me.headers = {"x-csrftoken": me.client.cookies["csrftoken"].value}
    assert me.call("PATCH", "/api/profile/", {}).status_code == 200


@pytest.mark.parametrize("by", ["session", "access cookie"])
def test_a_page_that_signed_in_by_json_gets_its_cookies_anew(alice: User, by: str) -> None:
    page = page_of("alice")
    if by == "access cookie":
        del page.client.cookies["sessionid"]
    before = {"refresh": page.client.cookies["refresh"].value}
    answer = changed(page)
    assert refreshes(before) == 401
    assert opens(f"Bearer {answer.cookies['access'].value}") == 200
    assert refreshes({"refresh": answer.cookies["refresh"].value}) == 200
    assert page.get("/api/protected/").status_code == 200


def test_a_pages_token_in_the_header_keeps_its_session_too(alice: User) -> None:
    page = page_of("alice")
    page.headers["authorization"] = f"Bearer {page.client.cookies['access'].value}"
    changed(page)
    del page.headers["authorization"]
    assert page.client.get("/api/whoami/").json()["username"] == "alice"


@pytest.mark.parametrize("keep", [True, False])
def test_offline_applications_stay_only_where_the_person_keeps_them(alice: User, web: RelyingParty, keep: bool) -> None:
    tokens = web.tokens(browser_of("alice"), scope="openid offline_access account:read")
    changed(jwt_of("alice"), keep_connected=keep)
    assert opens(f"Bearer {tokens['access_token']}") == (200 if keep else 401)


@pytest.mark.parametrize("caller", [jwt_of, drf_token_of, session_of])
def test_a_wrong_old_password_is_401_and_changes_nothing(alice: User, caller: Callable[[str], Caller]) -> None:
    me = caller("alice")
    for old in ("wrong", f" {PASSWORD}", f"{PASSWORD} "):
        problem(me.post(CHANGE, BODY | {"old_password": old}), 401)
    assert me.get("/api/protected/").status_code == 200
    assert password_is(PASSWORD)


def test_guessing_there_closes_it_to_that_sign_in_alone(alice: User, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"change_password": None}
    me = jwt_of("alice")
    for _ in range(LIMIT):
        problem(me.post(CHANGE, BODY | {"old_password": "wrong"}), 401)
    answer = me.post(CHANGE, BODY)
    assert problem(answer, 429)
    assert 0 < int(answer["Retry-After"]) <= 15 * 60
    assert jwt_of("alice").post(CHANGE, BODY).status_code == 200


def test_a_person_has_five_tries_a_minute(alice: User) -> None:
    statuses = [jwt_of("alice").post(CHANGE, BODY | {"old_password": "wrong"}).status_code for _ in range(6)]
    assert statuses == [401] * 5 + [429]


@pytest.mark.parametrize("new", ["short", "password123", "alice@example.org", "x" * 1025])
def test_a_password_that_may_not_be_had_is_400_and_changes_nothing(alice: User, new: str) -> None:
    me = jwt_of("alice")
    assert problem(me.post(CHANGE, BODY | {"new_password": new}), 400)["errors"][0]["pointer"] == "#/new_password"
    assert password_is(PASSWORD)


def test_the_new_password_is_taken_as_it_is_written(alice: User) -> None:
    changed(jwt_of("alice"), new_password="  spaces at both ends  ")
    assert password_is("  spaces at both ends  ")
    assert not password_is("spaces at both ends")


@pytest.mark.parametrize("value", [None, [], {}, "", "a\x00b", True])
def test_a_field_of_another_type_is_400(alice: User, value: object) -> None:
    answer = jwt_of("alice").post(CHANGE, {"old_password": value, "new_password": value, "keep_connected": []})
    pointers = {error["pointer"] for error in problem(answer, 400)["errors"]}
    assert pointers == {"#/old_password", "#/new_password", "#/keep_connected"}


@pytest.mark.usefixtures("at_commit")
def test_the_person_is_told_by_mail(verified: User) -> None:
    changed(jwt_of("alice"))
    assert [message.to for message in mail.outbox] == [["alice@example.org"]]
    assert NEW_PASSWORD not in str(mail.outbox[0].body)


def test_an_application_changes_no_password(alice: User, web: RelyingParty) -> None:
    problem(oauth2_of(web, "alice", ["account:read"]).post(CHANGE, BODY), 403)
    problem(nobody().post(CHANGE, BODY), 401)
    assert password_is(PASSWORD)


def test_a_session_changes_it_only_with_its_csrf_token(alice: User) -> None:
    problem(Caller(session_of("alice").client).post(CHANGE, BODY), 403)
    assert password_is(PASSWORD)


def test_who_has_no_password_is_pointed_to_the_reset(alice: User) -> None:
    me = jwt_of("alice")
    alice.refresh_from_db()
    User.objects.filter(pk=alice.pk).update(password="!unusable")
    answer = problem(me.post(CHANGE, BODY), 400)
    assert "/accounts/password/reset/" in answer["detail"]
