"""No credential is to be found in the database or the log after every door was used."""

import logging
import re

import pytest
from django.apps import apps
from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import User
from tests.accounts.conftest import PASSWORD, post, sign_in

NEW = "another long password"


def _mailed_codes(outbox: list[EmailMessage]) -> list[str]:
    """Ask for every code that is mailed, in browsers of their own; return them."""
    outbox.clear()
    Client().post("/accounts/login/code/", {"email": "alice@example.org"})
    form = {"username": "erin", "email": "erin@example.org", "password1": PASSWORD, "password2": PASSWORD}
    Client().post("/accounts/signup/", form)
    return [re.findall(r"[A-Z]{4}-[A-Z]{4}", str(message.body))[0] for message in outbox]


def use_every_door(outbox: list[EmailMessage]) -> list[str]:
    """Sign in everywhere, fail everywhere, change the password; return every secret that was given or taken."""
    body = {"username": "alice", "password": PASSWORD}
    alices, other = Client(), Client()
    sign_in(alices)
    sign_in(other, password="a wrong one, typed by mistake")
    secrets = [PASSWORD, NEW, "a wrong one, typed by mistake", alices.cookies["sessionid"].value]
    secrets += [alices.cookies["device"].value, post(Client(), "/api/token/", body).json()["token"]]
    pair = post(Client(), "/api/jwt/token/", body).json()
    renewed = post(Client(), "/api/jwt/token/refresh/", {"refresh": pair["refresh"]}).json()
    secrets += [*pair.values(), *renewed.values()]
    post(Client(), "/api/register/", {"username": "dora", "email": "dora@example.org", "password": PASSWORD})
    other.post("/accounts/password/reset/", {"email": "alice@example.org"})
    mailed = "\n".join(str(message.body) for message in outbox)
    (path, secret), *_ = re.findall(r"http://localhost:8000(/accounts/password/reset/key/(\S+?)/)\s", mailed)
    other.get(path, follow=True)
    secrets += [secret, *_mailed_codes(outbox)]
    alices.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    return [*secrets, alices.cookies["sessionid"].value]


def test_the_database_holds_no_credential(alice: User, mailoutbox: list[EmailMessage]) -> None:
    secrets = use_every_door(mailoutbox)
    dump = "\n".join(str(row) for model in apps.get_models() for row in model._default_manager.values())
    assert "alice" in dump
    assert [secret for secret in secrets if secret in dump] == []


def test_the_log_tells_what_happened_and_no_credential(
    alice: User, mailoutbox: list[EmailMessage], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    secrets = use_every_door(mailoutbox)
    for event in ("signed_in", "sign_in_refused", "registered", "password_changed", "session_ended"):
        assert event in caplog.text
    assert [secret for secret in secrets if secret in caplog.text] == []
