"""Signing in by a code that is mailed: to whom, how often, what it is worth (contract: People; decision 0119)."""

from datetime import timedelta
from typing import Any, Final

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import Session, User
from accounts.services import credentials
from tests.flows.conftest import PASSWORD, sign_in
from tests.flows.mailbox import mailed_code
from tests.flows.second_factor.enrolment import enrol_app, enrol_key
from tests.soft_authenticator import SoftAuthenticator

ASK: Final = "/accounts/login/code/"
ENTER: Final = "/accounts/login/code/confirm/"
SECOND: Final = "/accounts/2fa/authenticate/"
EMAIL: Final = "alice@example.org"
WRONG: Final = "BBBB-BBBB"


def asked(email: str = EMAIL, **more: str) -> Client:
    """Return a browser that has asked for a code."""
    browser = Client()
    assert browser.post(ASK, {"email": email, **more}).status_code == 302
    return browser


def is_in(browser: Client) -> bool:
    return bool(browser.get("/api/protected/").status_code == 200)


def test_a_mailed_code_signs_in_as_one_factor_and_goes_on(verified: User) -> None:
    browser = asked(next="/device")
    assert mail.outbox[-1].to == [EMAIL]
    answer = browser.post(ENTER, {"code": mailed_code().lower(), "next": "/device"})
    assert answer["Location"] == "/device"
    session = Session.objects.get()
    assert (session.user, session.amr, session.acr) == (verified, ["otp"], "1")
    assert is_in(browser)


@pytest.mark.parametrize("email", ["bob@example.org", "nobody@example.org", EMAIL])
def test_a_known_and_an_unknown_address_are_answered_alike(verified: User, email: str) -> None:
    User.objects.create_user("bob", "bob@example.org")  # has the address, and has not verified it
    browser = asked(email)
    assert [message.to for message in mail.outbox] == [[email]]
    page = browser.get(ENTER)
    assert (page.status_code, email in page.content.decode()) == (200, True)
    refused = browser.post(ENTER, {"code": WRONG})
    assert (refused.status_code, b"Incorrect code" in refused.content) == (200, True)
    assert browser.post(ENTER, {"code": ""}).status_code == 200
    assert browser.post(ENTER, {"code": WRONG})["Location"] == ASK


def test_a_code_is_good_once(verified: User) -> None:
    browser = asked()
    before = dict(browser.cookies)
    code = mailed_code()
    assert browser.post(ENTER, {"code": code}).status_code == 302
    again = Client()
    for name, morsel in before.items():
        again.cookies[name] = morsel.value
    again.post(ENTER, {"code": code})
    assert not is_in(again)


def test_a_code_lasts_fifteen_minutes(verified: User) -> None:
    browser = asked()
    code = mailed_code()
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=1)):
        browser.post(ENTER, {"code": code})
        assert not is_in(browser)


def test_a_code_is_good_in_the_browser_that_asked_for_it(verified: User) -> None:
    asked()
    code = mailed_code()
    other = Client()
    assert other.post(ENTER, {"code": code}).status_code == 302
    assert not is_in(other)
    also_asked = asked()
    also_asked.post(ENTER, {"code": code})
    assert not is_in(also_asked)


@pytest.mark.parametrize("change", ["password", "epoch", "disabled"])
def test_a_code_ends_with_what_the_account_was(verified: User, change: str) -> None:
    browser = asked()
    if change == "password":
        credentials.set_password(user=verified, password="another long password")
    elif change == "epoch":
        credentials.not_me(user=verified)
    else:
        credentials.disable_user(user=verified, by=None)
    browser.post(ENTER, {"code": mailed_code()})
    assert not is_in(browser)


def test_guesses_are_counted_over_all_codes_and_browsers(verified: User) -> None:
    for _ in range(4):
        browser = asked()
        for _ in range(3):
            browser.post(ENTER, {"code": WRONG})
    browser = asked()
    browser.post(ENTER, {"code": mailed_code()})
    assert not is_in(browser)


def test_a_browser_of_the_person_guesses_on_its_own_count(verified: User) -> None:
    mine = sign_in(Client(), "alice")
    mine.post("/accounts/logout/")
    for _ in range(4):
        browser = asked()
        for _ in range(3):
            browser.post(ENTER, {"code": WRONG})
    assert mine.post(ASK, {"email": EMAIL}).status_code == 302
    mine.post(ENTER, {"code": mailed_code()})
    assert is_in(mine)


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
def test_one_address_gets_five_mails_in_a_quarter_of_an_hour(verified: User, email: str) -> None:
    for _ in range(5):
        asked(email)
    refused = Client().post(ASK, {"email": email})
    assert refused.status_code == 200
    assert b"Too many" in refused.content
    assert len(mail.outbox) == 5


def test_another_code_replaces_the_one_before(verified: User) -> None:
    browser = asked()
    first = mailed_code()
    browser.post(ENTER, {"action": "resend"})
    browser.post(ENTER, {"code": first})
    assert not is_in(browser)
    browser.post(ENTER, {"code": mailed_code()})
    assert is_in(browser)


def test_the_app_is_asked_after_it_and_both_are_two_factors(verified: User, user_agent: Client) -> None:
    app, _ = enrol_app(user_agent)
    browser = asked()
    assert browser.post(ENTER, {"code": mailed_code()})["Location"].startswith(SECOND)
    assert not is_in(browser)
    browser.post(SECOND, {"code": app.code()})
    session = Session.objects.latest("pk")
    assert (set(session.amr), session.acr) == ({"otp", "mfa"}, "2")
    assert is_in(browser)


def test_a_key_is_asked_after_it(verified: User, user_agent: Client) -> None:
    enrol_key(user_agent, SoftAuthenticator())
    browser = asked()
    assert browser.post(ENTER, {"code": mailed_code()})["Location"].startswith(SECOND)
    assert not is_in(browser)


def test_the_second_step_ends_with_what_the_account_was(verified: User, user_agent: Client) -> None:
    app, _ = enrol_app(user_agent)
    browser = asked()
    browser.post(ENTER, {"code": mailed_code()})
    verified.refresh_from_db()
    credentials.set_password(user=verified, password="another long password")
    browser.post(SECOND, {"code": app.code()})
    assert not is_in(browser)


@pytest.mark.parametrize("value", ["", "\x00", "x" * 10_000, "ﷺ" * 40])
@pytest.mark.parametrize("field", ["email", "code", "action", "next"])
def test_whatever_is_sent_is_answered(verified: User, field: str, value: str) -> None:
    browser = asked()
    for path in (ASK, ENTER):
        answer: Any = browser.post(path, {"email": EMAIL, "code": WRONG, field: value})
        assert answer.status_code in (200, 302)


def test_a_code_and_the_password_which_the_mailbox_could_reset_are_one_factor(verified: User) -> None:
    browser = asked()
    browser.post(ENTER, {"code": mailed_code()})
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    session = Session.objects.get()
    assert (set(session.amr), session.acr) == ({"otp", "pwd"}, "1")


@pytest.mark.parametrize(
    "path", ["/account/keys/new/", "/account/export/", "/account/delete/", "/account/access/not-me/"]
)
def test_what_asks_for_a_recent_sign_in_asks_for_more_than_the_mailbox(verified: User, path: str) -> None:
    browser = asked()
    browser.post(ENTER, {"code": mailed_code()})
    assert browser.get(path)["Location"].startswith("/accounts/reauthenticate/")
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert browser.get(path).status_code == 200
