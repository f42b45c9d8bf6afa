"""Who comes by another provider, and has neither password nor second factor: a recent sign-in, as for everybody."""

from datetime import timedelta
from typing import Final

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import User
from tests.flows.acting.acting import signed_in

SENSITIVE: Final = (
    ("/accounts/email/", {"action_add": "", "email": "thief@example.net"}),
    ("/accounts/2fa/totp/activate/", {"code": "123456"}),
    ("/accounts/2fa/webauthn/add/", {"credential": "{}"}),
)
OLD: Final = timedelta(hours=1)


@pytest.fixture
def newcomer(db: None) -> User:
    return User.objects.create_user("newcomer", "newcomer@example.org")


@pytest.mark.parametrize(("path", "form"), SENSITIVE, ids=["address", "app", "key"])
def test_an_old_sign_in_adds_no_way_in(newcomer: User, path: str, form: dict[str, str]) -> None:
    browser: Client = signed_in(newcomer, ago=OLD)
    answer = browser.post(path, form)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/password/set/")
    assert not EmailAddress.objects.filter(email="thief@example.net").exists()
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(("path", "form"), SENSITIVE, ids=["address", "app", "key"])
def test_a_recent_one_may(newcomer: User, path: str, form: dict[str, str]) -> None:
    answer = signed_in(newcomer).post(path, form)
    assert answer.get("Location") != "/accounts/password/set/"
