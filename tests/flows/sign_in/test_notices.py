"""Every change of a credential is told by mail: text and HTML, to verified addresses, no secret (ASVS 5.0 6.3.7)."""

import re
from typing import Final

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed
from django.core import mail
from django.test import Client

from accounts.models import User
from accounts.services import credentials
from accounts.services.notice_words import WORDS, Notice
from accounts.services.notices import tell
from tests.flows.conftest import sign_in
from tests.flows.mailbox import html_of
from tests.flows.sign_in.changes import CHANGES, NEW_ADDRESS, OLD_ADDRESS, Secrets, change_password

pytestmark = pytest.mark.usefixtures("at_commit")
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
