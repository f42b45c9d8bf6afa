"""A copy of the session table opens nothing and tells nothing (RFC 9700 section 4.2, OWASP ASVS 5.0 section 7.2)."""

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session as Row
from django.core import mail, signing
from django.test import Client

from accounts.models import User
from accounts.sessions import SessionStore

pytestmark = pytest.mark.django_db


def test_the_key_of_an_open_reset_link_cannot_be_read_from_the_table(client: Client, alice: User) -> None:
    client.post("/accounts/password/reset/", {"email": alice.email})
    link = re.search(r"/accounts/password/reset/key/[0-9A-Za-z]+-([\w-]+)/", str(mail.outbox[-1].body))
    assert link is not None
    key = link.group(1)
    assert client.get(link.group()).status_code == 302
    row = Row.objects.get()
    assert SessionStore().decode(row.session_data)["_password_reset_key"] == key
    for salt in ("django.contrib.sessions.SessionStore", "accounts.sessions.SessionStore"):
        with pytest.raises(signing.BadSignature):
            signing.loads(row.session_data, salt=salt)
    assert key not in row.session_data


def test_a_session_survives_a_change_of_the_secret_key_while_the_old_one_is_a_fallback(settings: Any) -> None:
    sealed = SessionStore().encode({"sid": "x"})
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-secret-key" * 4
    assert SessionStore().decode(sealed) == {"sid": "x"}
    settings.SECRET_KEY_FALLBACKS = []
    assert SessionStore().decode(sealed) == {}


@pytest.mark.parametrize("text", ["", "not sealed", "é", b"\xff"])
def test_what_we_did_not_seal_is_an_empty_session(text: str | bytes) -> None:
    assert SessionStore().decode(text) == {}
