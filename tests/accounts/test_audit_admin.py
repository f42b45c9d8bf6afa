"""The trail in the administration: found by the person's name, changed by nobody."""

import pytest
from django.test import Client

from accounts.audit.record import AuditEventName, record
from accounts.models import AuditEvent, User
from tests.accounts.conftest import PASSWORD, sign_in

LIST = "/admin/accounts/auditevent/"


@pytest.fixture
def root(db: None) -> Client:
    """The browser of a superuser."""
    User.objects.create_superuser("root", "root@example.org", PASSWORD)
    client = Client()
    sign_in(client, "root")
    return client


def found(root: Client, **query: str) -> set[str]:
    response = root.get(LIST, query)
    assert response.status_code == 200
    return {event.event for event in response.context["cl"].result_list}


def test_a_person_is_found_by_name_and_an_event_by_its_word(root: Client, alice: User, bob: User) -> None:
    record(AuditEventName.ROLE_GIVEN, person=alice, actor=bob, client="a client")
    record(AuditEventName.KEY_MADE, person=bob)
    assert found(root, q="ALICE") == {"role_given"}
    assert found(root, q="bob") == {"role_given", "key_made"}
    assert found(root, q="a client") == found(root, event="role_given") == {"role_given"}
    assert found(root, q=str(alice.audit_key)) == {"role_given"}
    assert found(root, q="nobody") == set()
    key = str(alice.audit_key)
    assert b"alice" in root.get(LIST).content
    alice.delete()
    assert key.encode() in root.get(LIST).content


def test_nobody_adds_changes_or_deletes(root: Client, alice: User) -> None:
    record(AuditEventName.KEY_MADE, person=alice)
    event = AuditEvent.objects.filter(event="key_made").get()
    page = f"{LIST}{event.pk}/change/"
    assert root.get(page).status_code == 200
    assert root.post(page, {"event": "registered"}).status_code == 403
    assert root.post(f"{LIST}add/").status_code == 403
    assert root.post(f"{LIST}{event.pk}/delete/", {"post": "yes"}).status_code == 403
    assert AuditEvent.objects.filter(event="key_made").exists()


def test_who_has_no_permission_reads_nothing(alices: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_staff=True)
    assert alices.get(LIST).status_code == 403
