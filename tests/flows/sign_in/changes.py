"""What people do that is told by mail: one function a notice, returning the secrets that no mail may hold."""

import json
import re
from collections.abc import Callable
from typing import Final

from django.core import mail
from django.test import Client

from accounts.models import User
from accounts.services import credentials
from accounts.services.notice_words import Notice
from accounts.services.notices import tell_of_acting, tell_of_roles
from tests.flows.conftest import PASSWORD, sign_in
from tests.flows.mailbox import mailed_code
from tests.flows.second_factor.enrolment import FACTORS, confirm, enrol_app, enrol_key, js_data
from tests.soft_authenticator import SoftAuthenticator

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
