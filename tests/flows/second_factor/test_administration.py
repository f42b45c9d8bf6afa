"""ADMIN_MFA: the administration wants a sign-in with two factors, and leads there without a loop (ASVS 8.4.2)."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.flows.conftest import PASSWORD
from tests.flows.second_factor.conftest import PASSWORDS, post
from tests.flows.second_factor.enrolment import enrol_app, enrol_key, signed_in
from tests.soft_authenticator import SoftAuthenticator

FACTORS = "/accounts/2fa/"


@pytest.fixture(autouse=True)
def demanded(settings: Any) -> None:
    """The setting as it is outside the demo."""
    settings.ADMIN_MFA = True


@pytest.fixture
def staff(alice: User) -> User:
    """Alice as staff, who may see everything."""
    User.objects.filter(pk=alice.pk).update(is_staff=True, is_superuser=True)
    return alice


def follow(browser: Client, path: str) -> list[tuple[str, int]]:
    """Return where the browser is led; a loop of redirects raises."""
    led: list[tuple[str, int]] = browser.get(path, follow=True).redirect_chain
    return led


def test_a_password_alone_leads_to_setting_a_second_factor_up(staff: User) -> None:
    browser = signed_in()
    assert follow(browser, "/admin/")[-1][0] == FACTORS
    assert "two factors" in browser.get("/admin/", follow=True).content.decode()
    assert browser.get("/admin/accounts/user/").status_code == 302
    assert browser.post("/admin/accounts/user/add/", {"username": "x"}).status_code == 302
    assert not User.objects.filter(username="x").exists()


def test_who_has_a_factor_is_asked_for_it_and_led_on(staff: User) -> None:
    browser = signed_in()
    app, _ = enrol_app(browser)
    where = follow(browser, "/admin/accounts/user/")[-1][0]
    assert where.startswith(f"{FACTORS}reauthenticate/?next=")
    done = browser.post(where, {"code": app.code(), "next": "/admin/accounts/user/"})
    assert (done.status_code, done["Location"]) == (302, "/admin/accounts/user/")
    assert browser.get("/admin/accounts/user/").status_code == 200


def test_confirming_by_the_password_is_not_a_second_factor(staff: User) -> None:
    browser = signed_in()
    enrol_app(browser)
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert browser.get("/admin/").status_code == 302


def test_a_key_serves_as_well(staff: User) -> None:
    browser = signed_in()
    enrol_key(browser, SoftAuthenticator())
    assert follow(browser, "/admin/")[-1][0].startswith(f"{FACTORS}webauthn/reauthenticate/?next=%2Fadmin%2F")


def test_a_sign_in_with_two_factors_goes_straight_in(staff: User) -> None:
    app, _ = enrol_app(signed_in())
    browser = Client()
    browser.post("/accounts/login/", {"login": "alice", "password": PASSWORD})
    browser.post(f"{FACTORS}authenticate/", {"code": app.code()})
    assert browser.get("/admin/").status_code == 200


def test_a_passkey_goes_straight_in(staff: User) -> None:
    key, browser = SoftAuthenticator(), Client()
    enrol_key(signed_in(), key)
    asked = post("/api/passkey/", {"door": "login"}).json()
    post("/api/passkey/", {"challenge": asked["challenge"], "credential": key.get(asked["public_key"])}, browser)
    assert browser.get("/admin/").status_code == 200


def test_the_json_door_of_the_browser_is_no_way_around(staff: User) -> None:
    browser = Client()
    assert post("/api/login/", PASSWORDS, browser).status_code == 200
    assert browser.get("/admin/").status_code == 302


@pytest.mark.parametrize("path", ["/api/jwt/token/", "/api/token/"])
def test_no_token_opens_the_administration(staff: User, path: str) -> None:
    given = post(path, PASSWORDS).json()
    scheme, token = ("Token", given["token"]) if "token" in given else ("Bearer", given["access"])
    for name in ("/admin/", "/admin/accounts/user/"):
        assert Client().get(name, headers={"authorization": f"{scheme} {token}"}).status_code == 302


def test_others_are_told_that_they_may_not(user_agent: Client) -> None:
    assert user_agent.get("/admin/", follow=True).status_code == 403


def test_where_it_is_off_the_password_is_enough(staff: User, settings: Any) -> None:
    settings.ADMIN_MFA = False
    assert signed_in().get("/admin/").status_code == 200
