"""`worker`: what is due is enqueued once and run, whatever the database does meanwhile (contract: Commands)."""

from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from django.core.management import call_command
from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import GuessCounter
from oauth_server.console.management.commands.worker import SchedulingWorker
from oauth_server.console.models import ScheduledTask
from oauth_server.console.schedule import enqueue_due
from oauth_server.protocol.models import SigningKey
from tests.console.conftest import LONG_AGO

pytestmark = pytest.mark.django_db


def test_a_task_that_is_due_is_enqueued_once() -> None:
    now = timezone.now()
    assert sorted(enqueue_due(now)) == ["logos", "purge", "rotate", "seal"]
    assert enqueue_due(now + timedelta(minutes=4)) == []
    assert enqueue_due(now + timedelta(minutes=59)) == ["seal"]
    assert sorted(enqueue_due(now + timedelta(hours=1))) == ["logos", "purge", "rotate"]
    assert DBTaskResult.objects.count() == 8
    assert sorted(str(row) for row in ScheduledTask.objects.all()) == ["logos", "purge", "rotate", "seal"]


@pytest.mark.django_db(transaction=True)
def test_the_worker_runs_what_is_due_and_ends_in_a_batch(settings: Any) -> None:
    GuessCounter.objects.create(key="old", window_start=timezone.now() - LONG_AGO)
    due = timezone.now() - settings.SIGNING_KEY_LIFETIME
    SigningKey.objects.filter(algorithm="ES256").update(not_before=due)
    call_command("worker", batch=True)
    assert SigningKey.objects.filter(algorithm="ES256", retired_at=None, not_before__gt=timezone.now()).exists()
    assert not GuessCounter.objects.exists()
    assert {result.status for result in DBTaskResult.objects.all()} == {"SUCCESSFUL"}
    assert all(row.due > timezone.now() for row in ScheduledTask.objects.all())


@pytest.mark.parametrize("away", [OperationalError, InterfaceError])
def test_the_worker_waits_for_a_database_that_is_away(
    monkeypatch: pytest.MonkeyPatch, away: type[DatabaseError | InterfaceError]
) -> None:
    looks = Mock(side_effect=[away("away"), [], KeyboardInterrupt])
    monkeypatch.setattr("oauth_server.console.management.commands.worker.enqueue_due", looks)
    monkeypatch.setattr("oauth_server.console.management.commands.worker.close_old_connections", lambda: None)
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    worker = SchedulingWorker(
        queue_names=["default"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="w",
    )
    with pytest.raises(KeyboardInterrupt):
        worker.work(once=False)
    assert looks.call_count == 3
