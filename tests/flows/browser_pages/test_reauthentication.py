"""An old session changes no credential: each page that does asks to prove it again (OWASP ASVS 5.0 section 7.5.1)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from accounts.models import Session, User
from tests.flows.conftest import sign_in
from tests.flows.second_factor.enrolment import enrol_app, enrol_key, signed_in
from tests.soft_authenticator import SoftAuthenticator

NEW: Final = "another long password"
ASKED: Final[dict[str, dict[str, str]]] = {
    "account_email": {"action_add": "", "email": "new@example.org"},
    "account_remove_password": {},
    "account_set_password": {"password1": NEW, "password2": NEW},
    "mfa_activate_totp": {"code": "123456"},
    "mfa_add_webauthn": {"name": "x", "credential": "{}"},
    "mfa_deactivate_totp": {},
    "mfa_edit_webauthn": {"name": "x"},
    "mfa_generate_recovery_codes": {},
    "mfa_remove_webauthn": {},
}
"""Every page that changes how somebody signs in -> what is posted to it."""
ASKED_TO_SHOW: Final = {"mfa_view_recovery_codes", "mfa_download_recovery_codes"}
NOT_ASKED: Final = {
    "account_change_password",  # takes the password itself
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "mfa_authenticate",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_login_webauthn",
    "mfa_offer",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "openid_connect_callback",  # these six: tests/flows/upstream
    "openid_connect_login",
    "socialaccount_connections",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
    "usersessions_list",  # leads to the browsers of the access page
}
ADDRESSES: Final = {
    "account_email": "/accounts/email/",
    "account_remove_password": "/accounts/password/remove/",
    "account_set_password": "/accounts/password/set/",
    "mfa_activate_totp": "/accounts/2fa/totp/activate/",
    "mfa_add_webauthn": "/accounts/2fa/webauthn/add/",
    "mfa_deactivate_totp": "/accounts/2fa/totp/deactivate/",
    "mfa_edit_webauthn": "/accounts/2fa/webauthn/keys/{key}/edit/",
    "mfa_generate_recovery_codes": "/accounts/2fa/recovery-codes/generate/",
    "mfa_remove_webauthn": "/accounts/2fa/webauthn/keys/{key}/remove/",
    "mfa_view_recovery_codes": "/accounts/2fa/recovery-codes/",
    "mfa_download_recovery_codes": "/accounts/2fa/recovery-codes/download/",
}
PROOFS: Final = {"/accounts/reauthenticate/", "/accounts/2fa/webauthn/reauthenticate/"}
LATER: Final = timedelta(hours=1)
ALONE: Final = {"just-signed-in-by-the-mailbox-alone": ["otp"], "just-signed-in-by-another-provider-alone": ["fed"]}
"""Ways to sign in that prove nothing of what the account holds itself -> `amr`."""


def names(patterns: list[Any], below: str = "") -> Iterator[str]:
    for entry in patterns:
        address = f"{below}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from names(entry.url_patterns, address)
        elif isinstance(entry, URLPattern) and address.startswith("accounts/"):
            yield str(entry.name)


def snapshot(user: User) -> tuple[Any, ...]:
    user.refresh_from_db()
    factors = list(Authenticator.objects.order_by("pk").values_list("pk", "type", "data"))
    return user.password, factors, list(EmailAddress.objects.order_by("pk").values_list("email", "verified"))


def verify_address(user: User) -> None:
    EmailAddress.objects.update_or_create(email=user.email, defaults={"user": user, "verified": True, "primary": True})


def without_password(browser: Client, user: User) -> None:
    verify_address(user)
    assert browser.post("/accounts/password/remove/").status_code == 302
    user.refresh_from_db()
    assert not user.has_usable_password()


def test_every_page_is_in_one_list() -> None:
    assert sorted({*names(get_resolver().url_patterns)}) == sorted({*ASKED, *ASKED_TO_SHOW, *NOT_ASKED})


@pytest.mark.spec("OWASP ASVS 5.0 section 7.5.1")
@pytest.mark.parametrize("name", sorted({*ASKED, *ASKED_TO_SHOW}))
@pytest.mark.parametrize("age", [*ALONE, "proved-an-hour-ago"])
def test_a_session_alone_changes_nothing(alice: User, name: str, age: str) -> None:
    verify_address(alice)
    browser = signed_in()
    enrol_key(browser, SoftAuthenticator())
    if name != "mfa_activate_totp":
        enrol_app(browser)
    if name == "account_set_password":
        without_password(browser, alice)
    key = Authenticator.objects.get(user=alice, type=Authenticator.Type.WEBAUTHN).pk
    if age in ALONE:
        Session.objects.update(amr=ALONE[age])
        session = browser.session
        for method in session["account_authentication_methods"]:
            method.pop("reauthenticated", None)
        session.save()
    before, address = snapshot(alice), ADDRESSES[name].format(key=key)
    with time_machine.travel(timezone.now() + (LATER if age == "proved-an-hour-ago" else timedelta())):
        answer = browser.post(address, ASKED[name]) if name in ASKED else browser.get(address)
    assert answer.status_code == 302
    assert answer["Location"].split("?")[0] in PROOFS
    assert snapshot(alice) == before


@pytest.mark.parametrize("name", sorted({"account_email", "mfa_activate_totp", "mfa_add_webauthn"}))
def test_whoever_signed_in_a_moment_ago_is_not_asked_again(alice: User, name: str) -> None:
    browser = signed_in()
    assert browser.get(ADDRESSES[name]).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=4)):
        assert browser.get(ADDRESSES[name]).status_code == 200
        answer = browser.post("/accounts/email/", ASKED["account_email"])
    assert answer["Location"] == "/accounts/confirm-email/"


def test_whoever_signed_up_a_moment_ago_is_not_asked_again(db: None) -> None:
    browser = Client()
    form = {"username": "newcomer", "email": "newcomer@example.org", "password1": NEW, "password2": NEW}
    assert browser.post("/accounts/signup/", form).status_code == 302
    assert browser.get(ADDRESSES["mfa_add_webauthn"]).status_code == 200


def test_a_second_factor_just_given_counts_too(alice: User) -> None:
    app, _ = enrol_app(signed_in())
    browser = signed_in()
    browser.post("/accounts/2fa/authenticate/", {"code": app.code()})
    assert browser.get(ADDRESSES["mfa_deactivate_totp"]).status_code == 200


def test_who_can_prove_nothing_sets_a_password_by_a_link_alone(alice: User) -> None:
    browser = sign_in(Client(), "alice")
    User.objects.filter(pk=alice.pk).update(password="!")
    session = browser.session
    session["_auth_user_hash"] = User.objects.get(pk=alice.pk).get_session_auth_hash()
    session.save()
    for answer in (
        browser.get("/accounts/password/set/"),
        browser.post("/accounts/password/set/", ASKED["account_set_password"]),
    ):
        assert answer["Location"] == "/accounts/password/reset/"
    alice.refresh_from_db()
    assert not alice.has_usable_password()


def test_who_proves_it_with_a_passkey_sets_a_password(alice: User) -> None:
    browser = signed_in()
    enrol_key(browser, SoftAuthenticator())
    without_password(browser, alice)
    assert browser.post("/accounts/password/set/", ASKED["account_set_password"]).status_code == 302
    alice.refresh_from_db()
    assert alice.check_password(NEW)
    assert browser.get("/api/protected/").status_code == 200
