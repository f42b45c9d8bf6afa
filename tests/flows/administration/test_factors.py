"""Second factors and addresses in the administration: looked at, taken and confirmed as permitted, never given."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.core import mail
from django.test import Client

from accounts.models import AuditEvent, User
from tests.flows.acting.acting import signed_in
from tests.flows.conftest import sign_in
from tests.flows.second_factor.enrolment import enrol_app

FACTORS = "/admin/mfa/authenticator/"
ADDRESSES = "/admin/account/emailaddress/"


@pytest.fixture
def root(db: None) -> Client:
    """The browser of a superuser."""
    return signed_in(User.objects.create_superuser("root", "root@example.org", "x"))


@pytest.fixture
def enrolled(verified: User, user_agent: Client) -> Authenticator:
    """The authenticator app of alice, who has verified her address."""
    enrol_app(user_agent)
    return Authenticator.objects.get(user=verified, type=Authenticator.Type.TOTP)


def test_a_factor_is_looked_at_and_neither_its_secret_is_shown_nor_can_it_be_written(
    root: Client, enrolled: Authenticator
) -> None:
    page = root.get(f"{FACTORS}{enrolled.pk}/change/").content.decode()
    assert "alice" in page
    assert enrolled.data["secret"] not in page
    assert not re.search(r'name="(data|type|user)"', page)
    assert root.post(f"{FACTORS}{enrolled.pk}/change/", {"data": "{}"}).status_code == 403
    assert root.post(f"{FACTORS}add/", {"user": enrolled.user_id, "type": "totp", "data": "{}"}).status_code == 403


def test_a_lost_factor_is_removed_and_all_that_was_opened_with_it_ends(
    root: Client, enrolled: Authenticator, user_agent: Client, at_commit: None
) -> None:
    assert user_agent.get("/api/protected/").status_code == 200
    mail.outbox.clear()
    assert root.post(f"{FACTORS}{enrolled.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Authenticator.objects.filter(user=enrolled.user)
    assert user_agent.get("/api/protected/").status_code == 401
    event = AuditEvent.objects.filter(event="second_factor_changed", person=enrolled.user.audit_key).first()
    assert event is not None
    assert event.actor == User.objects.get(username="root").audit_key
    assert [message.subject for message in mail.outbox if "authenticator app" in message.subject]
    assert sign_in(Client(), "alice").get("/api/protected/").status_code == 200


def test_staff_takes_no_factor_from_a_superuser(adams: Client, adam: User, enrolled: Authenticator) -> None:
    names = ["view_authenticator", "delete_authenticator"]
    adam.user_permissions.set(Permission.objects.filter(codename__in=names))
    User.objects.filter(pk=enrolled.user_id).update(is_superuser=True)
    assert adams.post(f"{FACTORS}{enrolled.pk}/delete/", {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [enrolled.pk], "post": "yes"}
    adams.post(FACTORS, chosen)
    assert Authenticator.objects.filter(pk=enrolled.pk).exists()


def test_the_role_admin_does_not_reach_factors_and_addresses(adams: Client) -> None:
    for path in (FACTORS, ADDRESSES):
        assert adams.get(path).status_code == 403


def test_an_address_is_called_verified_by_who_may_and_the_trail_says_who(root: Client, alice: User) -> None:
    row = EmailAddress.objects.create(user=alice, email=alice.email, primary=True)
    assert root.post(f"{ADDRESSES}{row.pk}/change/", {"email": "other@example.org"}).status_code == 403
    assert root.post(f"{ADDRESSES}add/", {"email": "other@example.org", "user": alice.pk}).status_code == 403
    root.post(ADDRESSES, {"action": "make_verified", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert row.verified
    event = AuditEvent.objects.get(event="address_verified", person=alice.audit_key)
    assert event.actor == User.objects.get(username="root").audit_key


def test_who_may_look_at_addresses_verifies_none(adams: Client, adam: User, alice: User) -> None:
    row = EmailAddress.objects.create(user=alice, email=alice.email, primary=True)
    adam.user_permissions.set(Permission.objects.filter(codename="view_emailaddress"))
    assert adams.get(ADDRESSES).status_code == 200
    adams.post(ADDRESSES, {"action": "make_verified", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert not row.verified
