"""An account that was closed is kept within the delay, by its owner and by nobody else."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.roles import Role
from accounts.services.people import change_user
from accounts.services.roles import grant_role
from tests.flows.account.closing import CONFIRMED, LATER, PAGE, Mailed, close, leaving, state
from tests.flows.conftest import PASSWORD, sign_in
from tests.flows.guarded_api.callers import jwt_of


def test_signing_in_opens_one_page_only(alice: User, user_agent: Client) -> None:
    close(user_agent)
    browser = leaving()
    assert "Keep my account" in browser.get(PAGE).content.decode()
    assert browser.get("/api/whoami/").status_code == 401
    assert "alice" not in browser.get("/").content.decode()
    for path in ("/account/", "/accounts/email/", "/accounts/2fa/"):
        assert browser.get(path)["Location"].startswith("/accounts/login/")
    assert not AuditEvent.objects.filter(event="signed_in", person=alice.audit_key, id__gt=_closed(alice)).exists()


def _closed(user: User) -> int:
    return AuditEvent.objects.get(event="deletion_asked", person=user.audit_key).pk


def test_the_account_is_kept_within_the_delay(verified: User, user_agent: Client, mailed: Mailed) -> None:
    caller = jwt_of("alice")
    close(user_agent)
    browser = leaving()
    with mailed(execute=True):
        assert browser.post(PAGE, {"decision": "keep"})["Location"] == "/account/"
    assert browser.get("/api/whoami/").json()["username"] == "alice"
    assert caller.get("/api/protected/").status_code == 401
    verified.refresh_from_db()
    assert (verified.is_active, verified.deletion_due) == (True, None)
    with time_machine.travel(timezone.now() + LATER):
        call_command("purge")
    assert User.objects.filter(pk=verified.pk).exists()
    assert "You keep your account at localhost:8000" in [letter.subject for letter in mail.outbox]


def test_leaving_changes_nothing_and_forgets_the_browser(alice: User, user_agent: Client) -> None:
    close(user_agent)
    browser, before = leaving(), state(alice)
    assert browser.post(PAGE, {"decision": "leave"})["Location"] == "/"
    assert browser.post(PAGE, {"decision": "keep"})["Location"].startswith("/accounts/login/")
    assert state(alice) == before


def test_who_signs_in_there_after_decides_nothing_for_them(alice: User, user_agent: Client, db: None) -> None:
    User.objects.create_user("bob", "bob@example.org", PASSWORD)
    close(user_agent)
    browser = sign_in(leaving(), "bob")
    assert "Delete your account" in browser.get(PAGE).content.decode()
    browser.post(PAGE, {"decision": "keep"})
    assert not User.objects.get(pk=alice.pk).is_active
    assert browser.get("/api/whoami/").json()["username"] == "bob"


def test_the_proof_is_good_for_a_quarter_of_an_hour(alice: User, user_agent: Client) -> None:
    close(user_agent)
    browser = leaving()
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert browser.post(PAGE, {"decision": "keep"})["Location"].startswith("/accounts/login/")
    assert not User.objects.get(pk=alice.pk).is_active


def test_of_two_browsers_the_second_finds_it_decided(alice: User, user_agent: Client) -> None:
    second = sign_in(Client(), "alice")
    close(user_agent)
    assert second.post(PAGE, CONFIRMED)["Location"].startswith("/accounts/login/")
    one, other = leaving(), leaving()
    assert one.post(PAGE, {"decision": "keep"})["Location"] == "/account/"
    assert other.post(PAGE, {"decision": "keep"})["Location"].startswith("/accounts/login/")
    assert AuditEvent.objects.filter(event="account_kept").count() == 1


def test_the_link_in_the_mail_keeps_it_and_signs_nobody_in(verified: User, user_agent: Client, mailed: Mailed) -> None:
    with mailed(execute=True):
        close(user_agent)
    [letter] = mail.outbox
    assert letter.subject == "Your account at localhost:8000 will be deleted"
    link = next(word for word in letter.body.split() if "/keep/" in word).removeprefix("http://localhost:8000")
    browser = Client()
    assert "Keep the account" in browser.get(link).content.decode()
    assert not User.objects.get(pk=verified.pk).is_active
    assert browser.post(link)["Location"] == "/accounts/login/"
    assert User.objects.get(pk=verified.pk).is_active
    assert browser.get("/api/whoami/").status_code == 401
    assert browser.get(link).status_code == 404


@pytest.mark.parametrize("key", ["x", "1:2:3", "%00", "é" * 300], ids=["x", "signed", "nul", "long"])
def test_no_other_link_does(alice: User, user_agent: Client, key: str) -> None:
    close(user_agent)
    assert Client().post(f"{PAGE}keep/{key}/").status_code == 404
    assert not User.objects.get(pk=alice.pk).is_active


def test_after_the_delay_nobody_keeps_it(alice: User, user_agent: Client) -> None:
    close(user_agent)
    with time_machine.travel(timezone.now() + LATER):
        answer = Client().post("/accounts/login/", {"login": "alice", "password": PASSWORD})
        assert answer.status_code == 200
    assert not User.objects.get(pk=alice.pk).is_active


def test_an_administrator_who_disables_it_ends_the_owners_word(alice: User, user_agent: Client) -> None:
    from accounts.services.credentials import disable_user, enable_user  # noqa: PLC0415 - what the administration does

    close(user_agent)
    browser = leaving()
    enable_user(user=alice, by=None)
    disable_user(user=alice, by=None)
    assert browser.post(PAGE, {"decision": "keep"})["Location"].startswith("/accounts/login/")
    with time_machine.travel(timezone.now() + LATER):
        call_command("purge")
    assert not User.objects.get(pk=alice.pk).is_active


def test_disabling_what_its_owner_has_closed_is_the_administrators_word(alice: User, user_agent: Client) -> None:
    adam = User.objects.create_user("adam")
    grant_role(user=adam, role=Role.ADMIN)
    close(user_agent)
    browser = leaving()
    change_user(user=alice, by=adam, is_active=False)
    browser.post(PAGE, {"decision": "keep"})
    assert not User.objects.get(pk=alice.pk).is_active
