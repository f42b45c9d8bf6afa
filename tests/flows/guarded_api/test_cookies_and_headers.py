"""What a browser sends along: the session if its cookie is there, the access cookie only if it is not (contract)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework_simplejwt.settings import api_settings

from accounts.models import Session, User
from accounts.services import credentials
from tests.flows.guarded_api.callers import Caller, jwt_pair_of, nobody, oauth2_of, session_of, with_header
from tests.flows.guarded_api.conftest import problem
from tests.flows.guarded_api.keys import page_of, with_access_cookie_alone
from tests.flows.oauth import RelyingParty

pytestmark = pytest.mark.django_db
WHOAMI = "/api/whoami/"
STATUS = "/api/status/"
TODO_LIST = "/api/v1/todo/"
TODO = {"title": "Buy milk"}


def with_cookie(value: str, name: str = "access") -> Caller:
    caller = nobody()
    caller.client.cookies[name] = value
    return caller


@pytest.fixture
def expired_access(alice: User, monkeypatch: pytest.MonkeyPatch) -> str:
    """An access token whose time is over, of a sign-in that stands."""
    monkeypatch.setattr("accounts.tokens.jwt_classes.AccessToken.lifetime", timedelta(seconds=-1))
    token = jwt_pair_of("alice")["access"]
    monkeypatch.undo()
    assert api_settings.LEEWAY == 0
    return token


def test_the_session_counts_if_its_cookie_is_there(alice: User) -> None:
    assert page_of("alice").get(WHOAMI).json()["authentication"] == "session"


def test_the_access_cookie_counts_only_where_the_session_cookie_is_not(alice: User) -> None:
    assert with_access_cookie_alone("alice").get(WHOAMI).json()["authentication"] == "jwt"


def test_of_two_people_the_session_is_the_one(alice: User, people: dict[str, User]) -> None:
    signed_in = session_of("alice")
    signed_in.client.cookies["access"] = jwt_pair_of(people["Admin"].username)["access"]
    assert signed_in.get(WHOAMI).json()["username"] == "alice"
    problem(signed_in.get("/api/admin-content/"), 403)


def test_an_expired_access_cookie_beside_a_live_session_is_ignored(alice: User, expired_access: str) -> None:
    signed_in = session_of("alice")
    for value in (expired_access, "nonsense", ""):
        signed_in.client.cookies["access"] = value
        assert signed_in.get(WHOAMI).json()["authentication"] == "session"
        assert signed_in.post(TODO_LIST, TODO).status_code == 201


def test_a_dead_session_is_nobody_whatever_the_access_cookie_says(alice: User) -> None:
    access = jwt_pair_of("alice")["access"]
    for dead in ("nonsense", "", "a" * 32):
        caller = with_cookie(access)
        caller.client.cookies["sessionid"] = dead
        problem(caller.get(WHOAMI), 401)
        assert caller.get(STATUS).status_code == 200
    signed_in = session_of("alice")
    signed_in.client.cookies["access"] = access
    Session.objects.exclude(session_key=None).update(ended_at=timezone.now())
    problem(signed_in.get(WHOAMI), 401)
    assert with_cookie(access).get(WHOAMI).status_code == 200


def test_a_bad_access_cookie_alone_is_nobodys(alice: User, expired_access: str, web: RelyingParty) -> None:
    third_party = oauth2_of(web, "alice", ["account:read"]).headers["authorization"].split(" ")[1]
    refresh = jwt_pair_of("alice")["refresh"]
    for value in (expired_access, third_party, refresh, "nonsense", "", "a.b.c", "." * 100, "a" * 10_000):
        problem(with_cookie(value).get(WHOAMI), 401)
        assert with_cookie(value).get(STATUS).status_code == 200


def test_the_access_cookie_writes_only_with_the_csrf_token(alice: User) -> None:
    page = with_access_cookie_alone("alice")
    without = Caller(page.client)
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        problem(without.call(method, TODO_LIST, TODO), 403)
        problem(without.call(method, TODO_LIST, TODO, x_csrftoken="a" * 32), 403)
    assert without.get(TODO_LIST).json()["count"] == 0
    problem(page.post(TODO_LIST, TODO, origin="https://evil.example"), 403)
    assert page.post(TODO_LIST, TODO).status_code == 201


def test_the_same_token_in_the_header_needs_none(alice: User) -> None:
    page = with_access_cookie_alone("alice")
    token = page.client.cookies["access"].value
    assert with_header(f"Bearer {token}").post(TODO_LIST, TODO).status_code == 201


@pytest.mark.parametrize("header", ["Bearer nonsense", "Token nonsense", "Basic YTpi", "Junk", ""])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_bad_header_falls_back_to_no_cookie(alice: User, header: str, method: str) -> None:
    for caller in (page_of("alice"), with_access_cookie_alone("alice")):
        problem(caller.call(method, TODO_LIST, TODO, authorization=header), 401)
        problem(caller.call(method, STATUS, authorization=header), 401)
        problem(caller.call(method, TODO_LIST, TODO, x_api_key=header), 401)
        assert caller.get(TODO_LIST).json()["count"] == 0


def test_a_good_header_is_not_hindered_by_bad_cookies(alice: User) -> None:
    caller = with_header(f"Bearer {jwt_pair_of('alice')['access']}")
    caller.client.cookies["sessionid"] = "nonsense"
    caller.client.cookies["access"] = "nonsense"
    caller.client.cookies["csrftoken"] = "nonsense"
    assert caller.post(TODO_LIST, TODO).status_code == 201


def test_the_switch_ends_the_access_cookie_at_once(alice: User) -> None:
    page = with_access_cookie_alone("alice")
    credentials.not_me(user=alice)
    problem(page.get(WHOAMI), 401)


def test_signing_out_ends_session_and_access_cookie_together(alice: User) -> None:
    page = page_of("alice")
    access = page.client.cookies["access"].value
    assert page.post("/api/logout/").status_code == 200
    problem(with_cookie(access).get(WHOAMI), 401)


def test_no_cookie_reaches_the_api_by_a_form_of_another_site(alice: User) -> None:
    for caller in (page_of("alice"), with_access_cookie_alone("alice")):
        answer: Any = Client.post(caller.client, TODO_LIST, TODO, headers={"origin": "https://evil.example"})
        assert answer.status_code in (403, 415)
        assert caller.get(TODO_LIST).json()["count"] == 0


def test_every_answer_says_that_no_cache_may_give_it_to_another(alice: User) -> None:
    for caller in (page_of("alice"), with_access_cookie_alone("alice"), nobody()):
        for path in (WHOAMI, STATUS):
            assert "no-store" in caller.get(path)["Cache-Control"]
