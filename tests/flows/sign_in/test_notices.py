"""Every change of a credential is told by mail: text and HTML, to verified addresses, no secret (ASVS 5.0 6.3.7)."""

import json
import re
from collections.abc import Callable
from typing import Final

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed
from django.core import mail
from django.test import Client

from accounts.models import User
from accounts.services import credentials
from accounts.services.notice_words import WORDS, Notice
from accounts.services.notices import tell, tell_of_acting, tell_of_roles
from tests.flows.conftest import PASSWORD, sign_in
from tests.flows.mailbox import html_of, mailed_code
from tests.flows.second_factor.enrolment import FACTORS, confirm, enrol_app, enrol_key, js_data
from tests.soft_authenticator import SoftAuthenticator

pytestmark = pytest.mark.usefixtures("at_commit")
NEW: Final = "another horse, another battery"
OLD_ADDRESS: Final = "alice@example.org"
NEW_ADDRESS: Final = "alice@new.example"
Secrets = list[str]


def change_password(browser: Client, alice: User) -> Secrets:
    browser.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    return [PASSWORD, NEW]


def reset_password(browser: Client, alice: User) -> Secrets:
    Client().post("/accounts/password/reset/", {"email": OLD_ADDRESS})
    found = re.search(r"/password/reset/key/([0-9a-z]+)-(\S+)/", str(mail.outbox.pop().body))
    assert found is not None
    body = {"uid": found[1], "token": found[2], "new_password": NEW}
    assert Client().post("/api/password/reset/confirm/", body, content_type="application/json").status_code == 200
    return [NEW, found[2]]


def remove_password(browser: Client, alice: User) -> Secrets:
    enrol_key(browser, SoftAuthenticator())
    mail.outbox.clear()
    browser.post("/accounts/password/remove/")
    return [PASSWORD]


def set_password(browser: Client, alice: User) -> Secrets:
    remove_password(browser, alice)
    mail.outbox.clear()
    browser.post("/accounts/password/set/", {"password1": NEW, "password2": NEW})
    return [NEW]


def add_address(browser: Client, alice: User) -> Secrets:
    confirm(browser)
    browser.post("/accounts/email/", {"action_add": "", "email": NEW_ADDRESS})
    code = mailed_code()
    mail.outbox.clear()
    browser.post("/accounts/confirm-email/", {"code": code})
    return [code]


def change_primary(browser: Client, alice: User) -> Secrets:
    add_address(browser, alice)
    mail.outbox.clear()
    browser.post("/accounts/email/", {"action_primary": "", "email": NEW_ADDRESS})
    return []


def remove_address(browser: Client, alice: User) -> Secrets:
    add_address(browser, alice)
    mail.outbox.clear()
    browser.post("/accounts/email/", {"action_remove": "", "email": NEW_ADDRESS})
    return []


def set_up_app(browser: Client, alice: User) -> Secrets:
    app, codes = enrol_app(browser)
    return [app.secret, *codes]


def remove_app(browser: Client, alice: User) -> Secrets:
    secrets = set_up_app(browser, alice)
    mail.outbox.clear()
    browser.post(f"{FACTORS}totp/deactivate/")
    return secrets


def make_codes(browser: Client, alice: User) -> Secrets:
    enrol_app(browser)
    mail.outbox.clear()
    browser.post(f"{FACTORS}recovery-codes/generate/")
    return re.findall(r"\b\d{8}\b", browser.get(f"{FACTORS}recovery-codes/").content.decode())


def use_code(browser: Client, alice: User) -> Secrets:
    _, codes = enrol_app(browser)
    mail.outbox.clear()
    browser.post("/accounts/logout/")
    sign_in(browser, "alice")
    assert browser.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == 302
    return codes


def add_key(browser: Client, alice: User) -> Secrets:
    confirm(browser)
    options = js_data(browser.get(f"{FACTORS}webauthn/add/"))["creation_options"]["publicKey"]
    form = {"name": "A blue key", "credential": json.dumps(SoftAuthenticator().create(options))}
    browser.post(f"{FACTORS}webauthn/add/", form)
    return []


def remove_key(browser: Client, alice: User) -> Secrets:
    add_key(browser, alice)
    mail.outbox.clear()
    browser.post(f"{FACTORS}webauthn/keys/{alice.authenticator_set.earliest('pk').pk}/remove/")  # type: ignore[attr-defined] # - allauth's
    return []


def make_api_key(browser: Client, alice: User) -> Secrets:
    made = browser.post(
        "/api/keys/", {"name": "Backup", "scopes": ["account:read"]}, content_type="application/json"
    ).json()
    return [made["key"]]


def sign_in_elsewhere(browser: Client, alice: User) -> Secrets:
    return [PASSWORD, sign_in(Client(), "alice").cookies["sessionid"].value]


def not_me(browser: Client, alice: User) -> Secrets:
    credentials.not_me(user=alice)
    return []


def change_roles(browser: Client, alice: User) -> Secrets:
    tell_of_roles(user=alice, roles=["HR"])
    return []


def act_for(browser: Client, alice: User) -> Secrets:
    adam = User(username="adam")
    tell_of_acting(user=alice, actor=adam, application="The help desk", reason="She asked", until=alice.date_joined)
    return []


CHANGES: Final[dict[Notice, Callable[[Client, User], Secrets]]] = {
    Notice.PASSWORD_CHANGED: change_password,
    Notice.PASSWORD_SET: set_password,
    Notice.PASSWORD_RESET: reset_password,
    Notice.PASSWORD_REMOVED: remove_password,
    Notice.ADDRESS_VERIFIED: add_address,
    Notice.ADDRESS_REMOVED: remove_address,
    Notice.PRIMARY_CHANGED: change_primary,
    Notice.APP_ON: set_up_app,
    Notice.APP_OFF: remove_app,
    Notice.KEY_ADDED: add_key,
    Notice.KEY_REMOVED: remove_key,
    Notice.CODES_MADE: make_codes,
    Notice.CODE_USED: use_code,
    Notice.API_KEY_MADE: make_api_key,
    Notice.NEW_BROWSER: sign_in_elsewhere,
    Notice.NOT_ME: not_me,
    Notice.ROLES_CHANGED: change_roles,
    Notice.ACTED_FOR: act_for,
}
TO_BOTH: Final = {Notice.PRIMARY_CHANGED, Notice.ADDRESS_REMOVED}


def in_words(notice: Notice, alice: User) -> Secrets:
    """Tell what other tests bring about: here its words are looked at."""
    named = re.findall(r"%\((\w+)\)s", f"{WORDS[notice].subject} {WORDS[notice].says} {WORDS[notice].advice}")
    tell(notice, user=alice, **{name: f"the {name}" for name in named if name != "host"})
    return []


def subject_of(notice: Notice) -> str:
    return str(WORDS[notice].subject) % {"host": "localhost:8000"}


@pytest.mark.parametrize("notice", Notice)
def test_each_change_is_told_once_in_both_parts_and_with_no_secret(
    verified: User, user_agent: Client, notice: Notice
) -> None:
    mail.outbox.clear()
    change = CHANGES.get(notice)
    secrets = change(user_agent, verified) if change else in_words(notice, verified)
    told = [message for message in mail.outbox if message.subject == subject_of(notice)]
    assert sorted(message.to[0] for message in told) == [OLD_ADDRESS, *[NEW_ADDRESS] * (notice in TO_BOTH)]
    for message in told:
        assert message.extra_headers["Auto-Submitted"] == "auto-generated"
        for part in (str(message.body), html_of(message)):
            assert "alice" in part
            assert "localhost:8000" in part
            assert "%(" not in part
            assert not [secret for secret in secrets if secret in part]
            assert not re.search(r"https?://|<img|<script", part), "a notice leads nowhere and fetches nothing"


def test_a_mail_speaks_the_language_of_the_person(verified: User) -> None:
    User.objects.filter(pk=verified.pk).update(locale="de-AT")
    verified.refresh_from_db()
    credentials.not_me(user=verified)
    assert '<html lang="de"' in html_of(mail.outbox[-1])


def test_nothing_is_told_to_an_address_that_nobody_verified(alice: User, user_agent: Client) -> None:
    change_password(user_agent, alice)
    assert not mail.outbox


def test_an_old_address_that_nobody_verified_is_not_told_of_the_new_one(verified: User) -> None:
    stranger = EmailAddress(user=verified, email="stranger@example.org", verified=False)
    email_changed.send(
        EmailAddress,
        request=None,
        user=verified,
        from_email_address=stranger,
        to_email_address=verified.emailaddress_set.get(),  # type: ignore[attr-defined] # - allauth's
    )
    assert [message.to for message in mail.outbox] == [[OLD_ADDRESS]]


def test_the_first_sign_in_and_a_known_browser_are_not_told(verified: User) -> None:
    browser = Client()
    for _ in range(2):
        sign_in(browser, "alice")
        browser.post("/accounts/logout/")
    assert not mail.outbox


def test_what_people_typed_stays_text(verified: User) -> None:
    tell(Notice.KEY_ADDED, user=verified, key="<b>key</b>\nBcc: x@example.org")
    message = mail.outbox[-1]
    assert "&lt;b&gt;key&lt;/b&gt;" in html_of(message)
    assert "<b>key</b>" in message.body
    assert "\n" not in message.subject
