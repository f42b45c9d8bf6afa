"""The refresh door without a body: the refresh cookie, with the CSRF token."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.flows.first_party.conftest import cookies_of, opens, page_of
from tests.flows.guarded_api.callers import Caller, jwt_pair_of, nobody
from tests.flows.guarded_api.conftest import problem

REFRESH = "/api/jwt/token/refresh/"


def without_a_body(page: Caller, **headers: str) -> Any:
    return page.client.generic("POST", REFRESH, headers={**page.headers, **headers})


def expired_session(page: Caller) -> Caller:
    """Return the page once its session cookie is gone: nothing but the refresh cookie is left to rest on."""
    for name in ("sessionid", "access"):
        del page.client.cookies[name]
    return page


@pytest.mark.parametrize("session", [True, False])
def test_both_cookies_are_set_anew(alice: User, session: bool) -> None:
    page = page_of("alice") if session else expired_session(page_of("alice"))
    before = page.client.cookies["refresh"].value
    answer = without_a_body(page)
    assert answer.status_code == 200, answer.content
    assert {name: answer.cookies[name].value for name in ("access", "refresh")} == answer.json()
    assert cookies_of(answer)["refresh"] == ("/api/jwt/token/refresh/", True, "Lax", 7 * 24 * 3600)
    assert answer.json()["refresh"] != before
    assert opens(f"Bearer {answer.json()['access']}") == 200
    assert nobody().post(REFRESH, {"refresh": before}).status_code == 401
    assert without_a_body(page).status_code == 200


@pytest.mark.parametrize("session", [True, False])
def test_without_the_csrf_token_it_is_403_and_spends_nothing(alice: User, session: bool) -> None:
    page = page_of("alice") if session else expired_session(page_of("alice"))
    problem(without_a_body(Caller(page.client)), 403)
    assert without_a_body(page).status_code == 200


def test_a_token_in_the_body_counts_before_the_cookie(alice: User) -> None:
    page, pair = page_of("alice"), jwt_pair_of("alice")
    answer = page.post(REFRESH, {"refresh": pair["refresh"]})
    assert answer.status_code == 200
    assert not answer.cookies
    assert without_a_body(page).status_code == 200
    assert page.post(REFRESH, {"refresh": "bad"}).status_code == 401
    assert page.post(REFRESH, {"refresh": None}).status_code == 400


def test_a_header_credential_never_falls_back_to_the_cookie(alice: User) -> None:
    page, pair = page_of("alice"), jwt_pair_of("alice")
    problem(without_a_body(page, authorization=f"Bearer {pair['access']}"), 400)
    problem(without_a_body(page, authorization="Bearer bad"), 401)
    assert without_a_body(page).status_code == 200


def test_without_a_body_and_a_cookie_the_field_is_missing(db: None) -> None:
    answer = without_a_body(Caller(Client()))
    assert problem(answer, 400)["errors"][0]["pointer"] == "#/refresh"


@pytest.mark.parametrize("refresh", ["", "bad", "a.b.c", "é"])
def test_a_cookie_of_any_other_make_refreshes_nothing(alice: User, refresh: str) -> None:
    page = page_of("alice")
    page.client.cookies["refresh"] = refresh
    assert without_a_body(page).status_code == (401 if refresh else 400)


def test_the_access_cookie_refreshes_nothing(alice: User) -> None:
    page = page_of("alice")
    page.client.cookies["refresh"] = page.client.cookies["access"].value
    problem(without_a_body(page), 401)
