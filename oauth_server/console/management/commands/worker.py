"""`worker [--batch]`: the queue, by django-tasks-db's own worker, the schedule and the logout tokens beside it."""

import logging
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from oauth_server.console.couriers import Couriers
from oauth_server.console.schedule import enqueue_due
from oauth_server.protocol.services.logout_delivery import deliver_due

logger = logging.getLogger(__name__)


class SchedulingWorker(Worker):
    """A worker of the queue that looks at the schedule whenever it looks at the queue; idle, it locks nothing."""

    def work(self, *, once: bool) -> None:
        """Work until told to stop (`once`: until the queue is empty); a database that is away is waited for."""
        while self.running:
            close_old_connections()
            try:
                enqueue_due(timezone.now())
                if DBTaskResult.objects.ready().exists():
                    self.run()
            except (InterfaceError, OperationalError):
                logger.exception("worker_waits_for_database")
            if once:
                return
            time.sleep(self.interval)


class Command(BaseCommand):
    """Run queued and scheduled tasks and deliver logout tokens until SIGTERM. Example: manage.py worker"""

    help = "Run queued and scheduled tasks and deliver logout tokens until SIGTERM. Example: manage.py worker"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --batch and --interval."""
        parser.add_argument("--batch", action="store_true", help="run what is due and queued now, then end")
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between two looks (default: 1)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work."""
        worker = SchedulingWorker(
            queue_names=[DEFAULT_TASK_QUEUE_NAME],
            excluded_queue_names=[],
            interval=options["interval"],
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )
        worker.configure_signals()
        if options["batch"]:
            deliver_due()
            worker.work(once=True)
            return
        with Couriers(options["interval"]):
            worker.work(once=False)
