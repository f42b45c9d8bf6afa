"""`serve [--host] [--port] [--workers] [--threads] [--certificate --key]`: granian and the WSGI application."""

import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

FEWEST_THREADS = 2
"""In all: with one, the request that waits for a spent refresh token blocks the one that spends it."""
MOST_THREADS = 8
"""Of one process, unless told otherwise; twice the cores and one is what granian advises at most."""
DRAIN_SECONDS = 30


class Command(BaseCommand):
    """Serve until SIGTERM, which lets running requests end. Example: manage.py serve --port 8000 --workers 2"""

    help = "Serve until SIGTERM, which lets running requests end. Example: manage.py serve --port 8000 --workers 2"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address, the number of processes and the threads of each."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: loopback only)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
        cores = os.cpu_count() or 1
        threads = min(MOST_THREADS, 2 * cores + 1)
        parser.add_argument("--workers", type=_positive, default=cores, help=f"processes (default: {cores})")
        parser.add_argument("--threads", type=_positive, default=threads, help=f"threads of each (default: {threads})")

        parser.add_argument("--certificate", help="serve https under this certificate (PEM)")
        parser.add_argument("--key", help="its private key (PEM, PKCS #8)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Become granian, so that signals reach it and Django is loaded in its workers only."""
        if options["workers"] * options["threads"] < FEWEST_THREADS:
            raise CommandError(f"At least {FEWEST_THREADS} threads in all are needed.")
        if bool(options["certificate"]) != bool(options["key"]):
            raise CommandError("--certificate and --key go together.")
        os.execv(sys.executable, [sys.executable, "-m", "granian", *granian_arguments(**options)])  # noqa: S606 - ours


def granian_arguments(
    *,
    host: str,
    port: int,
    workers: int,
    threads: int,
    certificate: str | None = None,
    key: str | None = None,
    **_options: Any,
) -> list[str]:
    """Return granian's command line; requests are logged by the application, without their query strings."""
    return [
        *("--interface", "wsgi", "--no-ws", "--http", "1"),
        *("--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", str(threads), "--respawn-failed-workers"),
        *("--workers-kill-timeout", str(DRAIN_SECONDS), "--log-level", "warning", "--no-access-log"),
        *(("--ssl-certificate", certificate, "--ssl-keyfile", key) if certificate and key else ()),
        "oauth_server.wsgi:application",
    ]


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ArgumentTypeError("at least 1")
    return number
