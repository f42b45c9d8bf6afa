"""The pages: no way to sign in skips the second factor, and each code and key is held to the rules of the doors."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from accounts.models import Session, User
from accounts.services import credentials
from accounts.services.guessing import LIMIT
from tests.flows.conftest import PASSWORD
from tests.flows.second_factor.conftest import answer, challenged
from tests.flows.second_factor.enrolment import confirm, js_data
from tests.soft_authenticator import AuthenticatorApp, SoftAuthenticator

AUTHENTICATE = "/accounts/2fa/authenticate/"
PASSKEY = "/accounts/2fa/webauthn/login/"


def begun(next_page: str = "") -> Client:
    """Return a browser in which the password was right."""
    browser = Client()
    page = browser.post("/accounts/login/", {"login": "alice", "password": PASSWORD, "next": next_page})
    assert (page.status_code, page["Location"]) == (302, AUTHENTICATE)
    return browser


def is_signed_in(browser: Client) -> bool:
    return bool(browser.get("/api/protected/").status_code == 200)


def session_of(browser: Client) -> Session:
    return Session.objects.get(sid=browser.session["sid"])


def passkey_options(browser: Client) -> Any:
    options = browser.get(PASSKEY, headers={"accept": "application/json", "x-requested-with": "XMLHttpRequest"})
    return options.json()["request_options"]["publicKey"]


def test_the_password_alone_signs_nobody_in(app: AuthenticatorApp) -> None:
    browser = begun()
    assert not is_signed_in(browser)
    assert browser.get("/accounts/email/").status_code == 302


def test_the_code_finishes_the_sign_in_and_leads_on(app: AuthenticatorApp) -> None:
    browser = begun("/accounts/email/")
    done = browser.post(AUTHENTICATE, {"code": app.code()})
    assert (done.status_code, done["Location"]) == (302, "/accounts/email/")
    assert is_signed_in(browser)
    assert (session_of(browser).amr, session_of(browser).acr) == (["pwd", "otp", "mfa"], "2")


def test_a_password_alone_is_one_factor(user_agent: Client) -> None:
    assert (session_of(user_agent).amr, session_of(user_agent).acr) == (["pwd"], "1")


def test_a_code_that_a_door_took_is_spent_for_the_page_and_the_reverse(app: AuthenticatorApp) -> None:
    first = app.code()
    assert answer(challenged(), code=first).status_code == 200
    browser = begun()
    assert browser.post(AUTHENTICATE, {"code": first}).status_code == 200
    assert not is_signed_in(browser)
    second = app.code()
    browser.post(AUTHENTICATE, {"code": second})
    assert is_signed_in(browser)
    assert answer(challenged(), code=second).status_code == 401


def test_the_code_that_set_the_app_up_is_spent(app: AuthenticatorApp) -> None:
    browser = begun()
    browser.post(AUTHENTICATE, {"code": app.before()})
    assert not is_signed_in(browser)
    assert answer(challenged(), code=app.before()).status_code == 401


def test_whoever_uses_a_recovery_code_is_told_how_many_are_left(recovery: list[str]) -> None:
    said = []
    for code in recovery:
        browser = begun()
        page = browser.post(AUTHENTICATE, {"code": code}, follow=True).content.decode()
        said.append(page.partition('role="status"')[2].partition("</p>")[0])
    assert "You used a recovery code; 9 are left." in said[0]
    assert 'href="/accounts/2fa/recovery-codes/generate/"' in said[0]
    assert "notice warning" not in said[5]
    assert "notice warning" in said[6]
    assert "You used a recovery code; 1 is left." in said[8]
    assert "You used your last recovery code." in said[9]


def test_a_recovery_code_signs_in_once(recovery: list[str]) -> None:
    browser, other = begun(), begun()
    browser.post(AUTHENTICATE, {"code": recovery[0]})
    other.post(AUTHENTICATE, {"code": recovery[0]})
    assert (is_signed_in(browser), is_signed_in(other)) == (True, False)


def test_pages_and_doors_share_one_count_of_wrong_codes(app: AuthenticatorApp) -> None:
    browser = begun()
    for _ in range(LIMIT):
        browser.post(AUTHENTICATE, {"code": "wrong"})
    assert answer(challenged(), code=app.code()).status_code == 429
    assert browser.post(AUTHENTICATE, {"code": app.code()}).status_code == 200
    assert not is_signed_in(browser)


def disabled_and_enabled_again(user: User) -> None:
    credentials.disable_user(user=user, by=None)
    credentials.enable_user(user=user, by=None)


CHANGES: dict[str, Callable[[User], None]] = {
    "password": lambda user: credentials.set_password(user=user, password=f"{PASSWORD} anew", keep_connected=True),
    "disabled": lambda user: credentials.disable_user(user=user, by=None),
    "disabled-and-enabled": disabled_and_enabled_again,
    "not-me": lambda user: credentials.not_me(user=user),
    "revoked": lambda user: credentials.revoke_credentials(user=user, by=None),
    "second-factor": lambda user: credentials.second_factor_changed(user=user, keep_session_id=None),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_sign_in_that_waits_is_over_once_the_account_changes(
    alice: User, recovery: list[str], change: Callable[[User], None]
) -> None:
    browser = begun()
    change(alice)
    browser.post(AUTHENTICATE, {"code": recovery[0]})
    assert not is_signed_in(browser)
    assert not Session.objects.filter(user=alice, ended_at=None).exists()


def test_a_passkey_is_the_second_factor_of_the_page(key: SoftAuthenticator) -> None:
    browser = begun()
    options = js_data(browser.get(AUTHENTICATE))["request_options"]["publicKey"]
    browser.post(AUTHENTICATE, {"credential": json.dumps(key.get(options))})
    assert is_signed_in(browser)
    assert session_of(browser).amr == ["pwd", "hwk", "mfa"]


def test_a_passkey_signs_in_by_itself(alice: User, key: SoftAuthenticator) -> None:
    alice.set_unusable_password()
    alice.save()
    browser = Client()
    done = browser.post(PASSKEY, {"credential": json.dumps(key.get(passkey_options(browser)))})
    assert done.status_code == 302
    assert is_signed_in(browser)
    assert (session_of(browser).amr, session_of(browser).acr) == (["hwk", "user", "mfa"], "2")


def test_an_answer_signs_in_once(key: SoftAuthenticator) -> None:
    browser = Client()
    credential = json.dumps(key.get(passkey_options(browser)))
    browser.post(PASSKEY, {"credential": credential})
    browser.post("/accounts/logout/")
    browser.post(PASSKEY, {"credential": credential})
    assert not is_signed_in(browser)


def test_a_key_that_verifies_nobody_is_no_passkey_whatever_it_was_asked(key: SoftAuthenticator) -> None:
    """The state of a second factor asks for no verification; it must not do for a sign-in by the key alone."""
    key.verifies = False
    browser = begun()
    options = js_data(browser.get(AUTHENTICATE))["request_options"]["publicKey"]
    browser.post(PASSKEY, {"credential": json.dumps(key.get(options))})
    assert not is_signed_in(browser)


def test_a_key_of_another_origin_is_refused(key: SoftAuthenticator) -> None:
    key.origin = "http://localhost:8001"
    browser = Client()
    browser.post(PASSKEY, {"credential": json.dumps(key.get(passkey_options(browser)))})
    assert not is_signed_in(browser)


@pytest.mark.parametrize(
    "credential", ["", "x", "[]", "null", "1", "{}", '{"id": []}', '{"response": []}', '"\\ud800"']
)
def test_no_answer_breaks_a_page(key: SoftAuthenticator, credential: str) -> None:
    browser = begun()
    browser.get(AUTHENTICATE)
    assert browser.post(AUTHENTICATE, {"credential": credential}).status_code == 200
    stranger = Client()
    passkey_options(stranger)
    assert stranger.post(PASSKEY, {"credential": credential}).status_code == 302
    assert not is_signed_in(stranger)


@pytest.mark.parametrize("credential", ["", "x", "[]", "null", "{}", '{"id": []}', '{"rawId": "AA", "id": "AA"}'])
def test_no_answer_breaks_the_page_that_adds_a_key(user_agent: Client, credential: str) -> None:
    confirm(user_agent)
    user_agent.get("/accounts/2fa/webauthn/add/")
    added = user_agent.post("/accounts/2fa/webauthn/add/", {"name": "x", "credential": credential})
    assert added.status_code == 200


def test_a_password_reset_skips_no_second_factor(app: AuthenticatorApp) -> None:
    EmailAddress.objects.update_or_create(
        email="alice@example.org", defaults={"user": User.objects.get(username="alice"), "verified": True}
    )
    browser = Client()
    browser.post("/accounts/password/reset/", {"email": "alice@example.org"})
    link = next(word for word in str(mail.outbox[-1].body).split() if "/password/reset/key/" in word)
    form = browser.get(link.removeprefix("http://localhost:8000"))
    new = "another long password"
    browser.post(form["Location"], {"password1": new, "password2": new})
    assert not is_signed_in(browser)
    page = browser.post("/accounts/login/", {"login": "alice", "password": new})
    assert page["Location"] == AUTHENTICATE
    assert not is_signed_in(browser)


def test_seeds_are_sealed_in_the_database(app: AuthenticatorApp, recovery: list[str]) -> None:
    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert app.secret not in kept
    assert not any(code in kept for code in recovery)
