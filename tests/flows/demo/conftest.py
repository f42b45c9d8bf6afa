"""A demo as a newcomer starts it: a copy of the checkout, `manage.py demo`, every process real."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from tests.architecture.sources import LEFT_BEHIND, ROOT, variables_read
from tests.ports import free_ports

START: Final = 300
"""Seconds that the demo may take to serve, on a machine that runs other tests at the same time."""


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo. `port` is the server's; the sample application has the next one."""

    checkout: Path
    port: int
    process: "subprocess.Popen[bytes]"

    @property
    def issuer(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def sample_app(self) -> str:
        return f"http://localhost:{self.port + 1}"

    @property
    def data(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads((self.checkout / "var/demo.json").read_text())
        return content

    def password(self, username: str) -> str:
        return next(str(user["password"]) for user in self.data["users"] if user["username"] == username)

    def client(self, name: str) -> dict[str, Any]:
        return next(dict(client) for client in self.data["clients"] if client["name"] == name)

    def manage(self, *arguments: str) -> str:
        """Run a command in the checkout and return what it printed."""
        command = [sys.executable, "manage.py", *arguments]
        ended = subprocess.run(command, cwd=self.checkout, env=bare(), capture_output=True, text=True, check=True)
        return ended.stdout


def bare() -> dict[str, str]:
    """The environment without any variable of the settings: the demo writes its own."""
    return {name: value for name, value in os.environ.items() if name not in variables_read()}


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Start a demo in a fresh copy; stop it as Ctrl+C's counterpart, SIGTERM, does.

    Its limits by address are off: all tests come from one address, and sign in more than 30 times a minute.
    """
    checkout = tmp_path_factory.mktemp("demo") / "checkout"
    left_out = shutil.ignore_patterns(*LEFT_BEHIND, ".*_cache", "__pycache__", "tests")
    shutil.copytree(ROOT, checkout, ignore=left_out)
    port, log = free_ports(), checkout / "demo.log"
    with log.open("wb") as output:
        command = [sys.executable, "manage.py", "demo", "--port", str(port)]
        unlimited = bare() | {"ADDRESS_LIMITS": "off"}
        process = subprocess.Popen(command, cwd=checkout, env=unlimited, stdout=output, stderr=subprocess.STDOUT)
        try:
            wait_until_served(process, log)
            yield Demo(checkout, port, process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def wait_until_served(process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START
    while "Serving." not in log.read_text():
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.fail(log.read_text())
        time.sleep(0.2)


def hidden_fields(page: str) -> dict[str, str]:
    """Return the hidden fields of a page's forms."""
    tags = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page)
    return {_attribute(tag, "name"): _attribute(tag, "value") for tag in tags}


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'{name}="([^"]*)"', tag)
    return found[1] if found else ""
