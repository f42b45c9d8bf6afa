"""A changed second factor is the switch's second row: what was signed in before ends, but for the caller (contract)."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import ApiKey, Session, User
from tests.flows.conftest import PASSWORD
from tests.flows.second_factor.conftest import PASSWORDS, post
from tests.flows.second_factor.enrolment import FACTORS, confirm, enrol_app, enrol_key, js_data
from tests.soft_authenticator import AuthenticatorApp, SoftAuthenticator

pytestmark = pytest.mark.usefixtures("at_commit")


def remove_app(browser: Client, **given: str) -> None:
    assert browser.post(f"{FACTORS}totp/deactivate/", given).status_code == 302


def make_codes(browser: Client, **given: str) -> None:
    assert browser.post(f"{FACTORS}recovery-codes/generate/", given).status_code == 302


def add_key(browser: Client, **given: str) -> None:
    options = js_data(browser.get(f"{FACTORS}webauthn/add/"))["creation_options"]["publicKey"]
    body = {"credential": json.dumps(SoftAuthenticator().create(options)), **given}
    assert browser.post(f"{FACTORS}webauthn/add/", body).status_code == 302


CHANGES = {"removes-the-app": remove_app, "makes-codes": make_codes, "adds-a-key": add_key}


class Elsewhere:
    """What Alice holds besides the browser in which she changes something."""

    def __init__(self, app: AuthenticatorApp) -> None:
        self.browser = Client()
        asked = post("/api/login/", PASSWORDS, self.browser).json()
        post("/api/mfa/", {"challenge": asked["challenge"], "code": app.code()}, self.browser)
        self.refresh = self.browser.cookies["refresh"].value

    def opens(self) -> bool:
        page = self.browser.get("/api/protected/").status_code == 200
        pair = post("/api/jwt/token/refresh/", {"refresh": self.refresh}).status_code == 200
        assert page == pair
        return page


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("keeps", [True, False], ids=["keeps", "keeps-nothing"])
def test_a_change_ends_every_other_sign_in_and_keeps_ones_own(
    alice: User, verified: User, user_agent: Client, change: Callable[..., None], keeps: bool
) -> None:
    app, _ = enrol_app(user_agent)
    elsewhere = Elsewhere(app)
    waiting = post("/api/jwt/token/", PASSWORDS).json()["challenge"]
    key = ApiKey.objects.create(
        user=alice,
        name="a script",
        digest="0" * 64,
        credential_epoch=User.objects.get(pk=alice.pk).credential_epoch,
        **_rest_of_key(),
    )
    before, mine = user_agent.cookies["sessionid"].value, Session.objects.get(sid=user_agent.session["sid"])
    confirm(user_agent)
    mail.outbox.clear()
    change(user_agent, **({"keep_connected": "on"} if keeps else {}))
    assert not elsewhere.opens()
    assert post("/api/mfa/", {"challenge": waiting, "code": app.code()}).status_code == 401
    assert user_agent.get("/api/protected/").status_code == 200
    assert user_agent.cookies["sessionid"].value != before
    assert list(Session.objects.filter(user=alice, ended_at=None)) == [mine]
    key.refresh_from_db()
    alice.refresh_from_db()
    assert (key.revoked_at is None and key.credential_epoch == alice.credential_epoch) == keeps
    assert [message.to for message in mail.outbox] == [["alice@example.org"]]


def _rest_of_key() -> dict[str, Any]:
    """Return values for the columns of a key that this test is not about."""
    names = {field.name for field in ApiKey._meta.get_fields()}
    values = {"prefix": "oas_test", "scopes": [], "expires": timezone.now() + timedelta(days=1)}
    return {name: value for name, value in values.items() if name in names}


def test_removing_a_key_ends_its_sign_ins(alice: User, user_agent: Client) -> None:
    key = SoftAuthenticator()
    enrol_key(user_agent, key)
    elsewhere = Client()
    asked = post("/api/passkey/", {"door": "login"}, elsewhere).json()
    post("/api/passkey/", {"challenge": asked["challenge"], "credential": key.get(asked["public_key"])}, elsewhere)
    assert elsewhere.get("/api/protected/").status_code == 200
    confirm(user_agent)
    page = user_agent.get(f"{FACTORS}webauthn/").content.decode()
    address = next(part for part in page.split('"') if part.endswith("/remove/"))
    assert user_agent.post(address).status_code == 302
    assert elsewhere.get("/api/protected/").status_code == 401
    assert user_agent.get("/api/protected/").status_code == 200
    asked = post("/api/passkey/", {}).json()
    gone = post("/api/passkey/", {"challenge": asked["challenge"], "credential": key.get(asked["public_key"])})
    assert gone.status_code == 401


REMOVE = "/accounts/password/remove/"


def verify_address(user: User) -> None:
    EmailAddress.objects.update_or_create(email=user.email, defaults={"user": user, "verified": True, "primary": True})


def test_a_person_with_a_passkey_may_give_the_password_up(alice: User, user_agent: Client) -> None:
    key, elsewhere = SoftAuthenticator(), Client()
    verify_address(alice)
    enrol_key(user_agent, key)
    asked = post("/api/passkey/", {"door": "login"}, elsewhere).json()
    post("/api/passkey/", {"challenge": asked["challenge"], "credential": key.get(asked["public_key"])}, elsewhere)
    confirm(user_agent)
    mail.outbox.clear()
    assert "Remove the password" in user_agent.get(REMOVE).content.decode()
    assert user_agent.post(REMOVE)["Location"] == FACTORS
    assert [message.subject for message in mail.outbox] == ["Your password was removed"]
    assert (user_agent.get("/api/protected/").status_code, elsewhere.get("/api/protected/").status_code) == (200, 401)
    for door in ("/api/token/", "/api/jwt/token/", "/api/jwt/sliding/", "/api/login/"):
        refused = post(door, PASSWORDS)
        assert (refused.status_code, "mfa_required" in refused.json()) == (401, False)
    page = Client().post("/accounts/login/", {"login": "alice", "password": PASSWORD})
    assert page.status_code == 200
    asked = post("/api/passkey/", {}).json()
    entered = post("/api/passkey/", {"challenge": asked["challenge"], "credential": key.get(asked["public_key"])})
    assert entered.status_code == 200


@pytest.mark.parametrize("lacks", ["passkey", "address"])
def test_nobody_gives_up_a_password_that_they_need(alice: User, user_agent: Client, lacks: str) -> None:
    if lacks == "passkey":
        verify_address(alice)
        enrol_app(user_agent)
    else:
        enrol_key(user_agent, SoftAuthenticator())
    confirm(user_agent)
    assert "Remove the password" not in user_agent.get(REMOVE).content.decode()
    assert user_agent.post(REMOVE).status_code == 302
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


def test_giving_the_password_up_asks_to_prove_it_again(user_agent: Client) -> None:
    enrol_key(user_agent, SoftAuthenticator())
    user_agent.post("/accounts/logout/")
    for answer in (user_agent.get(REMOVE), user_agent.post(REMOVE)):
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/")
