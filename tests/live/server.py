"""The real product in its own processes, as production runs it: `manage.py serve`, its own database, DEBUG off."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from email import message_from_string
from email.policy import default
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import psycopg
import requests

from tests.environment import variables

ROOT: Final = Path(__file__).resolve().parent.parent.parent
SLOWEST_START: Final = 60
"""Seconds; a machine that runs several suites at once is slow, not broken."""
LINK: Final = re.compile(r"https?://\S+")


class LiveServer:
    """One running server. `issuer` is its address; `demo` is what `seed_demo --json` printed."""

    def __init__(self, folder: Path, *, worker: str, **changes: str) -> None:
        self.folder, self.port = folder, free_ports()
        self.issuer = f"http://localhost:{self.port}"
        self.environment = environment(folder, worker=worker, issuer=self.issuer) | changes
        self.demo: dict[str, Any] = {}
        self._processes: list[subprocess.Popen[bytes]] = []

    def prepare(self) -> None:
        """Make the database, the static files and the demo's data."""
        make_database(self.environment["DATABASE_URL"])
        done = subprocess.run(
            [sys.executable, "-m", "tests.live.prepare"],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        self.demo = json.loads(done.stdout)

    def start(self) -> None:
        """Serve, and return when it is ready."""
        serve = ("manage.py", "serve", "--port", str(self.port), "--workers", "1")
        self.run(*serve, ready=f"http://127.0.0.1:{self.port}/ready")

    def run(self, *arguments: str, ready: str, **changes: str) -> None:
        """Start Python with `arguments` beside the server; return when the address `ready` answers."""
        log = self.folder / f"{len(self._processes)}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT, env=self.environment | changes, stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip
        self._processes.append(process)
        last = time.monotonic() + SLOWEST_START
        while not answers(ready):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < last, log.read_text()
            time.sleep(0.1)

    def stop(self) -> None:
        """End every process that was started here, and wait for it."""
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self._processes.clear()

    def client(self, name: str) -> dict[str, Any]:
        """Return a client of the demo as it was registered."""
        return next(client for client in self.demo["clients"] if client["name"] == name)

    def user(self, username: str) -> dict[str, Any]:
        """Return a person of the demo."""
        return next(user for user in self.demo["users"] if user["username"] == username)

    def link_mailed_to(self, address: str) -> str:
        """Return the link of the newest mail to an address."""
        mails = sorted((self.folder / "mail").glob("*"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in mails:
            mail = message_from_string(path.read_text(), policy=default)
            found = LINK.findall(mail.get_body().get_content()) if mail["To"] == address else []
            if found:
                return str(found[0])
        raise AssertionError(f"no link was mailed to {address}")


def environment(folder: Path, *, worker: str, issuer: str) -> dict[str, str]:
    """Return the variables of a server that keeps its files in `folder`; PostgreSQL and Redis are the caller's."""
    given = variables(os.environ)
    return given | {
        "ADDRESS_LIMITS": "off",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "CACHE_URL": cache_url(given["CACHE_URL"], folder, worker),
        "DATABASE_URL": database_url(given["DATABASE_URL"], folder, worker),
        "DJANGO_SETTINGS_MODULE": "tests.live.settings",
        "EMAIL_URL": f"filemail:///{folder / 'mail'}",
        "ISSUER": issuer,
        "LIVE_FOLDER": str(folder),
        "LOG_LEVEL": "INFO",
    }


def database_url(given: str, folder: Path, worker: str) -> str:
    """Return the address of a database of its own: a file, or one more on the caller's PostgreSQL."""
    parts = urlsplit(given)
    if parts.scheme == "sqlite":
        return f"sqlite:///{folder / 'live.sqlite3'}"
    return urlunsplit(parts._replace(path=f"/live_{worker}"))


def cache_url(given: str, folder: Path, worker: str) -> str:
    """Return a cache that all its processes share; on Redis the upper half of its 16 databases is for servers."""
    parts = urlsplit(given)
    if parts.scheme.startswith("redis"):
        return urlunsplit(parts._replace(path=f"/{8 + int(worker.removeprefix('gw')) % 8}"))
    return f"filecache://{folder / 'cache'}"


def make_database(url: str) -> None:
    """Make the database anew on PostgreSQL; SQLite makes its file by itself."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return
    name = parts.path.removeprefix("/")
    with psycopg.connect(urlunsplit(parts._replace(scheme="postgresql", path="/postgres")), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}"')


def free_ports() -> int:
    """Return a port that is free and whose successor is too: the sample application listens there."""
    while True:
        with contextlib.ExitStack() as held:
            first = held.enter_context(socket.socket())
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            try:
                held.enter_context(socket.socket()).bind(("127.0.0.1", port + 1))
            except (OSError, OverflowError):
                continue
            return port


def answers(url: str) -> bool:
    """Whether a GET is answered well."""
    try:
        return requests.get(url, timeout=5).ok
    except requests.ConnectionError:
        return False
