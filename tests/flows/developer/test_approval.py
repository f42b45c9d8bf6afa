"""Applications that wait: approved or refused with a reason, mailed, audited; until then they get nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import AuditEvent, User
from oauth_server.protocol.models import Application, DeveloperPolicy
from oauth_server.protocol.services import approval
from tests.flows.conftest import PASSWORD, sign_in
from tests.flows.developer.seen import page, row
from tests.flows.oauth import RelyingParty


@pytest.fixture
def adam(db: None) -> User:
    """An administrator."""
    return User.objects.create_superuser("adam", "adam@example.org", PASSWORD)


@pytest.fixture
def waiting(own: RelyingParty) -> RelyingParty:
    """An application of alice that waits."""
    Application.objects.update(approval="waiting", enabled=False)
    return own


def test_what_waits_gets_nothing_until_it_is_approved(
    developer: Client, waiting: RelyingParty, adam: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    assert developer.get("/o/authorize/", waiting.request()).status_code == 400
    with django_capture_on_commit_callbacks(execute=True):
        approval.approve(application=waiting.application, by=adam, seen=row(waiting).updated)
    assert waiting.tokens(developer)["access_token"]
    assert [message.to for message in mail.outbox] == [["alice@example.org"]]
    assert AuditEvent.objects.get(event="client_approved").actor == adam.audit_key


def test_a_refusal_tells_its_reason_on_the_page_and_by_mail(
    developer: Client, waiting: RelyingParty, adam: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    reason = "Say on your homepage who you are."
    with django_capture_on_commit_callbacks(execute=True):
        approval.refuse(application=waiting.application, by=adam, reason=f"  {reason}\n")
    assert reason in developer.get(page(waiting)).content.decode()
    assert reason in developer.get("/developer/").content.decode()
    assert reason in mail.outbox[0].body
    assert AuditEvent.objects.get(event="client_not_approved").actor == adam.audit_key
    assert developer.get("/o/authorize/", waiting.request()).status_code == 400


def test_whoever_was_refused_may_ask_again(developer: Client, waiting: RelyingParty, adam: User) -> None:
    approval.refuse(application=waiting.application, by=adam, reason="No.")
    developer.post(page(waiting), {"action": "ask_again"})
    assert (row(waiting).approval, row(waiting).enabled) == ("waiting", False)
    approval.approve(application=waiting.application, by=adam, seen=row(waiting).updated)
    assert (row(waiting).approval, row(waiting).approval_reason, row(waiting).enabled) == ("", "", True)


@pytest.mark.parametrize("reason", ["", "  \n", "a" * 501, "a\x00b"])
def test_a_refusal_has_a_reason_that_can_be_kept(waiting: RelyingParty, adam: User, reason: str) -> None:
    with pytest.raises(ValueError, match="reason"):
        approval.refuse(application=waiting.application, by=adam, reason=reason)
    assert row(waiting).approval == "waiting"


def test_only_what_waits_is_decided_about(developer: Client, own: RelyingParty, adam: User) -> None:
    with pytest.raises(approval.NotWaiting):
        approval.approve(application=own.application, by=adam, seen=row(own).updated)
    with pytest.raises(approval.NotWaiting):
        approval.refuse(application=own.application, by=adam, reason="No.")
    with pytest.raises(approval.NotWaiting):
        approval.ask_again(application=own.application, by=adam)
    assert developer.post(page(own), {"action": "ask_again"}).status_code == 302
    assert row(own).enabled


@pytest.mark.parametrize(
    ("waits", "kind", "scope", "waiting"),
    [
        ("none", "machine", "", ""),
        ("none", "machine", "reports:read", "waiting"),
        ("none", "device", "reports:read", ""),
        ("sensitive", "machine", "", "waiting"),
        ("sensitive", "device", "account:read", ""),
        ("all", "device", "account:read", "waiting"),
    ],
)
def test_the_policy_says_what_waits_and_a_machine_never_reaches_further_than_who_made_it(
    developer: Client, waits: str, kind: str, scope: str, waiting: str
) -> None:
    DeveloperPolicy.objects.update(waits=waits)
    developer.post(f"/developer/new/{kind}/", {"name": "A client", "scopes": scope.split()})
    made = Application.objects.get()
    assert (made.approval, made.enabled) == (waiting, not waiting)


def test_an_administrator_sets_the_policy_and_the_trail_says_who(adam: User) -> None:
    browser = sign_in(Client(), "adam")
    form = {"who": "staff", "waits": "all", "at_most": "3"}
    assert browser.post("/admin/oauth_server/developerpolicy/add/", form).status_code == 302
    assert DeveloperPolicy.current().at_most == 3
    assert browser.get("/admin/oauth_server/developerpolicy/add/").status_code == 403
    assert browser.post("/admin/oauth_server/developerpolicy/1/delete/", {"post": "yes"}).status_code == 403
    changed = AuditEvent.objects.get(event="developer_policy_changed")
    assert (changed.actor, changed.detail) == (adam.audit_key, {"who": "staff", "waits": "all", "at_most": 3})


def test_the_trail_says_which_administrator_registered_and_deleted_a_client(adam: User, web: RelyingParty) -> None:
    browser = sign_in(Client(), "adam")
    key = web.application.pk
    browser.post(f"/admin/oauth_server/application/{key}/delete/", {"post": "yes"})
    assert AuditEvent.objects.get(event="client_deleted").actor == adam.audit_key
