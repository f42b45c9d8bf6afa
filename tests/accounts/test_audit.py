"""The trail: what record() writes, who may touch it, and the chain that shows whether somebody did."""

from datetime import timedelta
from uuid import uuid4

import pytest
import structlog
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from structlog.testing import capture_logs

from accounts.audit import chain
from accounts.audit.record import AuditEventName, record
from accounts.models import AuditEvent, AuditSeal, User
from accounts.models.audit import AppendOnly
from tests.accounts.conftest import statements
from tests.audit_triggers import without_audit_triggers

pytestmark = pytest.mark.django_db
LATER = chain.SETTLED + timedelta(seconds=1)
YEARS_LATER = chain.RETENTION + timedelta(days=2)


def record_some(number: int = 3) -> None:
    for _ in range(number):
        record(AuditEventName.SIGNED_IN, person=None)


def execute(statement: str) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


def test_an_event_is_one_insert_and_names_people_by_their_key(alice: User, bob: User) -> None:
    sid = uuid4()
    with structlog.contextvars.bound_contextvars(request_id="a request"), statements() as made:
        record(AuditEventName.ROLE_GIVEN, person=alice, actor=bob, client="c", sid=sid, detail={"role": "HR"})
    assert [statement.split()[0].lower() for statement in made] == ["insert"]
    event = AuditEvent.objects.get()
    assert (event.event, event.person, event.actor) == ("role_given", alice.audit_key, bob.audit_key)
    assert (event.client, event.sid, event.request_id, event.detail) == ("c", sid, "a request", {"role": "HR"})
    assert timezone.now() - event.at < timedelta(minutes=1)


def test_what_is_rolled_back_leaves_no_event() -> None:
    with transaction.atomic():
        record_some()
        transaction.set_rollback(True)
    assert not AuditEvent.objects.exists()


def test_who_is_deleted_is_named_by_nothing_that_is_left(alice: User) -> None:
    record(AuditEventName.SIGNED_IN, person=alice)
    key = alice.audit_key
    alice.delete()
    assert AuditEvent.objects.get().person == key
    assert not User.objects.filter(audit_key=key).exists()


@pytest.mark.parametrize("table", ["accounts_auditevent", "accounts_auditseal"])
@pytest.mark.parametrize(
    "statement",
    [
        "update {0} set at = at",
        "delete from {0}",
        "insert or replace into {0} select * from {0}",
        "update or replace {0} set id = id",
    ],
)
def test_the_database_refuses_to_change_or_to_delete(table: str, statement: str) -> None:
    record_some()
    with time_machine.travel(timezone.now() + LATER):
        chain.seal()
    with pytest.raises(DatabaseError):
        execute(statement.format(table))
    assert (AuditEvent.objects.count(), AuditSeal.objects.count()) == (3, 1)


def test_the_database_refuses_a_second_seal_over_the_same_events() -> None:
    record_some()
    with time_machine.travel(timezone.now() + LATER):
        chain.seal()
    with pytest.raises(DatabaseError):
        execute(
            "insert or replace into accounts_auditseal (last_event, count, digest, at)"
            " select last_event, count, digest, at from accounts_auditseal"
        )
    assert AuditSeal.objects.count() == 1


@pytest.mark.postgres
def test_the_database_refuses_to_truncate() -> None:
    with pytest.raises(DatabaseError):
        execute("truncate accounts_auditevent")


def test_the_models_refuse_too() -> None:
    record_some(1)
    event = AuditEvent.objects.get()
    for refused in (event.save, event.delete, AuditEvent.objects.all().delete, lambda: AuditEvent.objects.update(at=0)):
        with pytest.raises(AppendOnly):
            refused()


def test_the_log_says_the_same_as_the_row(alice: User) -> None:
    with capture_logs() as logs:
        record(AuditEventName.ROLE_GIVEN, person=alice, detail={"role": "HR"})
    line = logs[0]
    assert (line["event"], line["person"], line["role"]) == ("role_given", str(alice.audit_key), "HR")


def test_only_settled_events_are_sealed() -> None:
    record_some()
    assert chain.seal() == 0
    with time_machine.travel(timezone.now() + LATER):
        record_some(1)
        assert chain.seal() == 3
        assert chain.seal() == 0
    assert AuditSeal.objects.get().count == 3


def test_links_hang_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "LINK", 2)
    record_some(5)
    with time_machine.travel(timezone.now() + LATER):
        assert chain.seal() == 5
    verdict = chain.verify()
    assert (verdict.links, verdict.events, verdict.broken) == (3, 5, ())
    assert verdict.head == AuditSeal.objects.order_by("last_event").values_list("digest", flat=True).last()


@pytest.mark.parametrize(
    "tampering",
    [
        "delete from accounts_auditevent where id = {second}",
        "update accounts_auditevent set event = 'signed_out' where id = {second}",
        "update accounts_auditevent set client = 'another' where id = {second}",
        "update accounts_auditseal set count = count + 1",
        "update accounts_auditseal set digest = '' where last_event = {second}",
    ],
)
def test_whoever_gets_past_the_triggers_breaks_the_chain(tampering: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "LINK", 2)
    record_some(4)
    with time_machine.travel(timezone.now() + LATER):
        chain.seal()
    second = AuditEvent.objects.order_by("id")[1].pk
    with without_audit_triggers():
        assert execute(tampering.format(second=second)) > 0
    assert chain.verify().broken


def test_a_year_later_the_events_go_and_the_chain_still_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "LINK", 2)
    monkeypatch.setattr(chain, "BATCH", 3)
    with time_machine.travel(timezone.now() - YEARS_LATER):
        record_some(4)
    with time_machine.travel(timezone.now() - YEARS_LATER + LATER):
        chain.seal()
    record_some(1)
    with time_machine.travel(timezone.now() + LATER):
        chain.seal()
    assert chain.purge_old() == 4
    assert chain.purge_old() == 0
    verdict = chain.verify()
    assert (verdict.links, verdict.events, verdict.broken) == (2, 1, ())


def test_what_was_never_sealed_is_not_purged() -> None:
    with time_machine.travel(timezone.now() - YEARS_LATER):
        record_some()
    assert chain.purge_old() == 0
    assert AuditEvent.objects.count() == 3
