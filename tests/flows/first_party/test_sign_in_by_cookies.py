"""POST /api/login/: a session, cookies and a pair of one sign-in, for our own pages alone."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Session, User
from tests.flows.conftest import PASSWORD, sign_in
from tests.flows.first_party.conftest import GOOD, claims_of, cookies_of, opens, page_of
from tests.flows.guarded_api.callers import Caller, nobody, oauth2_of
from tests.flows.guarded_api.conftest import problem
from tests.flows.oauth import ISSUER, RelyingParty

DAY = 24 * 3600


def login(client: Client, **headers: str) -> Any:
    return Caller(client).post("/api/login/", GOOD, **headers)


def test_the_answer_has_the_pair_and_the_same_pair_as_cookies(alice: User) -> None:
    answer = login(Client(enforce_csrf_checks=True))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    pair = answer.json()
    assert set(pair) == {"access", "refresh"}
    assert {name: answer.cookies[name].value for name in pair} == pair
    assert (
        cookies_of(answer).items()
        >= {
            "access": ("/api/", True, "Lax", 5 * 60),
            "refresh": ("/api/jwt/token/refresh/", True, "Lax", 7 * DAY),
            "sessionid": ("/", True, "Lax", 14 * DAY),
        }.items()
    )
    assert not answer.cookies["csrftoken"]["httponly"]


def test_over_https_the_cookies_are_secure(alice: User, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True
    answer = login(Client())
    assert {name: bool(answer.cookies[name]["secure"]) for name in ("access", "refresh")} == {
        "access": True,
        "refresh": True,
    }


def test_session_access_and_refresh_token_are_one_sign_in(alice: User) -> None:
    client = Client(enforce_csrf_checks=True)
    pair = login(client).json()
    sign_in_of = {claims_of(token)["sid"] for token in pair.values()}
    assert sign_in_of == {str(Session.objects.get().sid)}
    assert opens(f"Bearer {pair['access']}") == 200
    whoami = client.get("/api/whoami/").json()
    assert whoami["username"] == "alice"
    assert Session.objects.get().amr == ["pwd"]


@pytest.mark.parametrize("by", ["session", "access", "refresh", "access cookie"])
def test_logging_out_by_any_of_the_three_ends_all(alice: User, by: str) -> None:
    page = page_of("alice")
    pair = {name: page.client.cookies[name].value for name in ("access", "refresh")}
    cookie = page.client.cookies["sessionid"].value
    if by == "session":
        answer = page.post("/api/logout/")
    elif by == "access":
        answer = nobody().post("/api/logout/", authorization=f"Bearer {pair['access']}")
    elif by == "access cookie":
        del page.client.cookies["sessionid"]
        answer = page.post("/api/logout/")
    else:
        answer = nobody().post("/api/jwt/token/blacklist/", {"refresh": pair["refresh"]})
    assert answer.status_code == 200, answer.content
    assert opens(f"Bearer {pair['access']}") == 401
    assert nobody().post("/api/jwt/token/refresh/", {"refresh": pair["refresh"]}).status_code == 401
    browser = Client()
    browser.cookies["sessionid"] = cookie
    assert browser.get("/api/protected/").status_code == 401


def test_logging_out_takes_the_cookies_back(alice: User) -> None:
    answer = page_of("alice").post("/api/logout/")
    taken = {name: (answer.cookies[name].value, answer.cookies[name]["path"]) for name in ("access", "refresh")}
    assert taken == {"access": ("", "/api/"), "refresh": ("", "/api/jwt/token/refresh/")}


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:8001", "https://localhost:8000"])
def test_a_foreign_origin_is_refused_and_signs_nobody_in(alice: User, origin: str) -> None:
    client = Client()
    problem(login(client, origin=origin), 403)
    assert not client.cookies
    assert not Session.objects.exists()


def test_our_own_origin_is_let_in(alice: User) -> None:
    assert login(Client(), origin=ISSUER).status_code == 200


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/x-www-form-urlencoded", "username=alice&password=correct+horse+battery+staple"),
        ("text/plain", '{"username": "alice", "password": "correct horse battery staple"}'),
        ("multipart/form-data; boundary=x", "--x--"),
        ("application/json-patch+json", "{}"),
        ("", "{}"),
    ],
)
def test_what_a_form_of_another_site_can_send_is_415(alice: User, content_type: str, body: str) -> None:
    client = Client()
    problem(client.generic("POST", "/api/login/", body, content_type=content_type), 415)
    assert not client.cookies


def test_json_with_a_charset_is_json(alice: User) -> None:
    answer = Client().post("/api/login/", GOOD, content_type="application/json; charset=utf-8")
    assert answer.status_code == 200


def test_wrong_words_are_401_and_set_nothing(alice: User) -> None:
    client = Client()
    answer = Caller(client).post("/api/login/", GOOD | {"password": "wrong"})
    assert "detail" in problem(answer, 401)
    assert not client.cookies


def test_signing_in_gives_the_session_a_new_name(alice: User) -> None:
    client = Client()
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = True
    session.save()
    planted = client.cookies["sessionid"].value
    login(client)
    assert client.cookies["sessionid"].value != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get("/api/protected/").status_code == 401


@pytest.mark.parametrize("before", ["alice", "bob"])
def test_whom_the_browser_held_before_is_signed_out(alice: User, before: str) -> None:
    if before == "bob":
        User.objects.create_user("bob", password=PASSWORD)
    page = page_of(before)
    access = page.client.cookies["access"].value
    cookie = page.client.cookies["sessionid"].value
    again = page.post("/api/login/", GOOD)
    assert again.status_code == 200, again.content
    assert opens(f"Bearer {access}") == 401
    other = Client()
    other.cookies["sessionid"] = cookie
    assert other.get("/api/protected/").status_code == 401
    assert page.client.get("/api/whoami/").json()["username"] == "alice"


def test_a_live_session_signs_in_anew_only_with_its_csrf_token(alice: User) -> None:
    page = page_of("alice")
    problem(Caller(page.client).post("/api/login/", GOOD), 403)


def test_cookies_of_a_sign_in_that_has_ended_elsewhere_do_not_stand_in_the_way(alice: User) -> None:
    page = page_of("alice")
    access = page.client.cookies["access"].value
    assert nobody().post("/api/logout/", authorization=f"Bearer {access}").status_code == 200
    assert page.get("/api/protected/").status_code == 401
    assert Caller(page.client).post("/api/login/", GOOD).status_code == 200
    assert page.get("/api/protected/").status_code == 200


def test_the_session_opens_our_pages(alice: User) -> None:
    page = page_of("alice")
    assert page.client.get("/accounts/password/change/").status_code == 200


def test_the_browser_is_remembered_as_one_in_which_the_person_signed_in(alice: User) -> None:
    client = Client()
    login(client)
    assert "device" in client.cookies


def test_an_applications_token_makes_no_session(alice: User, web: RelyingParty) -> None:
    caller = oauth2_of(web, "alice", ["account:read"])
    answer = caller.post("/api/login/", GOOD)
    problem(answer, 403)
    assert not answer.cookies


def test_a_page_that_signed_in_by_form_gets_no_tokens(alice: User) -> None:
    client = sign_in(Client(), "alice")
    assert not {"access", "refresh"} & set(client.cookies)
