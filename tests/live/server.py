"""The real product in its own processes, as production runs it: `manage.py serve`, its own database, DEBUG off."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

import requests

from oauth_server.demo_certificate import ensure_certificate
from tests.environment import variables
from tests.live.mailbox import CODE, LINK, newest
from tests.live.services import cache_url, database_url, drop_database, make_database
from tests.ports import free_ports

ROOT: Final = Path(__file__).resolve().parent.parent.parent
SLOWEST_START: Final = 60
"""Seconds; a machine that runs several suites at once is slow, not broken."""


class LiveServer:
    """One running server. `issuer` is its address, https under a certificate of its own with `tls`; `demo` is what
    `seed_demo --json` printed."""

    def __init__(self, folder: Path, *, worker: str, tls: bool = False, **changes: str) -> None:
        self.folder, self.port = folder, free_ports()
        self._tls = ensure_certificate(folder) if tls else None
        self.issuer = f"{'https' if tls else 'http'}://localhost:{self.port}"
        self.environment = environment(folder, worker=worker, issuer=self.issuer) | changes
        self.demo: dict[str, Any] = {}
        self._processes: list[subprocess.Popen[bytes]] = []
        self._broken: LiveServer | None = None
        self.upstream: LiveServer | None = None

    @property
    def verify(self) -> str | bool:
        """What an HTTP client trusts: this server's certificate, or whatever it trusts by itself."""
        return str(self._tls[0]) if self._tls else True

    def prepare(self) -> None:
        """Make the database, the static files and the demo's data."""
        make_database(self.environment["DATABASE_URL"])
        done = subprocess.run(
            [sys.executable, "-m", "tests.live.prepare"],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        self.demo = json.loads(done.stdout)

    def start(self, *, ready: str = "/ready", workers: int = 1) -> None:
        """Serve, and return when the path `ready` answers."""
        serve = ["manage.py", "serve", "--port", str(self.port), "--workers", str(workers)]
        if self._tls:
            serve += ["--certificate", str(self._tls[0]), "--key", str(self._tls[1])]
        self.run(*serve, ready=f"{self.issuer}{ready}".replace("localhost", "127.0.0.1"))

    def broken(self) -> "LiveServer":
        """Return a server that reaches no database and does not know the names of its static files."""
        if self._broken is None:
            folder = self.folder / "broken"
            shutil.copytree(
                self.folder / "static", folder / "static", ignore=shutil.ignore_patterns("staticfiles.json")
            )
            self._broken = LiveServer(folder, worker="gw0", DATABASE_URL=f"sqlite:///{folder / 'nowhere' / 'database'}")
            self._broken.start(ready="/live")
        return self._broken

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
        while not answers(ready, verify=self.verify):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < last, log.read_text()
            time.sleep(0.1)

    def stop(self) -> None:
        """End every process that was started here, and wait for it."""
        if self._broken is not None:
            self._broken.stop()
        if self.upstream is not None:
            self.upstream.discard()
            self.upstream = None
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self._processes.clear()

    def discard(self) -> None:
        """Stop, and leave no database behind."""
        self.stop()
        drop_database(self.environment["DATABASE_URL"])

    def client(self, name: str) -> dict[str, Any]:
        """Return a client of the demo as it was registered."""
        return next(client for client in self.demo["clients"] if client["name"] == name)

    def user(self, username: str) -> dict[str, Any]:
        """Return a person of the demo."""
        return next(user for user in self.demo["users"] if user["username"] == username)

    def link_mailed_to(self, address: str) -> str:
        """Return the link of the newest mail to an address."""
        return newest(LINK, self.folder / "mail", address)

    def code_mailed_to(self, address: str) -> str:
        """Return the code of the newest mail to an address."""
        return newest(CODE, self.folder / "mail", address)


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


def answers(url: str, *, verify: str | bool = True) -> bool:
    """Whether a GET is answered well."""
    try:
        return requests.get(url, timeout=5, verify=verify).ok
    except requests.ConnectionError:
        return False
