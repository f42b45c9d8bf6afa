"""`demo [--port N] [--tls] [--reset] [--no-serve]`: from a fresh checkout to a running server with people in it."""

import os
import socket
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from oauth_server.console.demo_clients import sample_app_origin
from oauth_server.console.demo_data import seed
from oauth_server.console.demo_file import client_key_file, demo_file
from oauth_server.console.demo_words import welcome
from oauth_server.console.processes import Processes
from oauth_server.demo_certificate import ensure_certificate

UNUSED = ["rest_framework", "redoc", "swagger-ui-standalone-preset*"]
"""Pages that the API does not have; compressing what they need would take half a minute of the first start."""


class Command(BaseCommand):
    """Prepare the demo and serve it. Example: manage.py demo --port 8000"""

    help = "Prepare the demo, serve it and run the sample application beside it. Example: manage.py demo --port 8000"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the port, --reset and --no-serve; `manage.py` has written `.env` from the port already."""
        parser.add_argument("--port", type=int, default=8000, help="port of the server; the sample's is one above")
        parser.add_argument("--tls", action="store_true", help="serve https, with a certificate made on the spot")
        parser.add_argument("--reset", action="store_true", help="begin again with an empty database")
        parser.add_argument("--no-serve", action="store_true", help="prepare everything and end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, then serve until interrupted."""
        port: int = options["port"]
        if not settings.DEMO:
            raise CommandError("DEMO is off: this checkout's .env, or the environment, is not a demo's.")
        if not options["no_serve"]:
            _refuse_taken(port, port + 1)
        with _for_the_owner_only():
            if options["reset"]:
                _reset()
            call_command("migrate", verbosity=0)
            call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=[*UNUSED])
            content = seed()
            tls = ensure_certificate(settings.VAR_DIR) if options["tls"] else None
            words = welcome(
                content,
                sample_app=sample_app_origin(settings.ISSUER),
                secrets=demo_file(),
                certificate=tls[0] if tls else None,
            )
            if options["no_serve"]:
                self.stdout.write(words)
            else:
                self._serve(port, words, tls)

    def _serve(self, port: int, words: str, tls: tuple[Path, Path] | None) -> None:
        options, environment, certificate = ["--port", str(port)], dict(os.environ), None
        if tls:
            certificate, key = tls
            options += ["--certificate", str(certificate), "--key", str(key)]
            environment["REQUESTS_CA_BUNDLE"] = str(certificate)
        try:
            with Processes(settings.BASE_DIR) as processes:
                processes.start(["manage.py", "serve", *options])
                processes.start(["manage.py", "worker"])
                processes.start(["-m", "examples.sample_app"], environment)
                processes.wait_for(f"{'https' if tls else 'http'}://127.0.0.1:{port}/live", certificate)
                processes.wait_for(f"http://127.0.0.1:{port + 1}/")
                self.stdout.write(f"{words}\n  Serving. Ctrl+C ends it all.\n")
                self.stdout.flush()
                processes.wait()
        except KeyboardInterrupt:
            self.stdout.write("Ended.")
        except RuntimeError as error:
            raise CommandError(str(error)) from error


@contextmanager
def _for_the_owner_only() -> Iterator[None]:
    """Make new files, those of child processes included, readable by their owner only."""
    previous = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(previous)


def _refuse_taken(*ports: int) -> None:
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise CommandError(f"Port {port} is taken: choose another with --port.") from error


def _reset() -> None:
    """Delete the demo's database, and the passwords that go with it."""
    if connections["default"].vendor != "sqlite":
        raise CommandError("--reset deletes the demo's own SQLite database; this one is the service's: drop it there.")
    connections.close_all()
    name = str(connections["default"].settings_dict["NAME"])
    for suffix in ("", "-wal", "-shm"):
        settings.BASE_DIR.joinpath(name + suffix).unlink(missing_ok=True)
    for path in (demo_file(), client_key_file()):
        path.unlink(missing_ok=True)
