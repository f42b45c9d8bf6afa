"""`demo`: prepares, serves and says what to open; a reset deletes only what is the demo's (contract: Commands)."""

import json
import socket
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from oauth_server.console.processes import Processes
from tests.console.conftest import seeded
from tests.ports import free_ports

pytestmark = pytest.mark.django_db


def prepared(monkeypatch: pytest.MonkeyPatch, **options: Any) -> str:
    """Run `demo --no-serve` without collecting static files, which would write into the checkout."""
    out = StringIO()
    monkeypatch.setattr("oauth_server.console.management.commands.demo.call_command", lambda *_, **__: None)
    call_command("demo", no_serve=True, stdout=out, **options)
    return out.getvalue()


def test_demo_prints_what_to_open_and_three_calls(demo_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = prepared(monkeypatch)
    assert "http://localhost:8000 " in printed
    assert "http://localhost:8001 " in printed
    assert printed.count("\n          curl ") == 3


def test_demo_refuses_where_the_environment_is_not_a_demos(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO is off"):
        prepared(monkeypatch)


def test_reset_deletes_the_database_file_and_the_passwords(
    demo_folder: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeded()
    settings.BASE_DIR = demo_folder
    (demo_folder / "demo.sqlite3").touch()
    (demo_folder / "demo.sqlite3-wal").touch()
    database = type("Database", (), {"vendor": "sqlite", "settings_dict": {"NAME": "demo.sqlite3"}})
    connections = type("Connections", (dict,), {"close_all": lambda self: None})({"default": database})
    monkeypatch.setattr("oauth_server.console.management.commands.demo.connections", connections)
    before = json.loads((demo_folder / "demo.json").read_text())
    prepared(monkeypatch, reset=True)
    assert not list(demo_folder.glob("demo.sqlite3*"))
    assert json.loads((demo_folder / "demo.json").read_text())["users"] != before["users"]


def test_reset_leaves_a_database_service_alone(demo_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    service = {"default": type("Database", (), {"vendor": "postgresql"})}
    monkeypatch.setattr("oauth_server.console.management.commands.demo.connections", service)
    with pytest.raises(CommandError, match="SQLite"):
        prepared(monkeypatch, reset=True)


def served(monkeypatch: pytest.MonkeyPatch, ending: BaseException, **options: bool) -> tuple[list[list[str]], str]:
    """Run `demo` with children that are only recorded, until `ending`; return their arguments and what was printed."""
    started: list[list[str]] = []

    def end(self: Processes) -> None:
        raise ending

    monkeypatch.setattr(Processes, "start", lambda self, arguments, environment=None: started.append(arguments))
    monkeypatch.setattr(Processes, "wait_for", lambda self, url, certificate=None: None)
    monkeypatch.setattr(Processes, "wait", end)
    monkeypatch.setattr("oauth_server.console.management.commands.demo.call_command", lambda *_, **__: None)
    out = StringIO()
    call_command("demo", port=free_ports(), stdout=out, **options)
    return started, out.getvalue()


def test_demo_serves_works_and_shows_the_sample_application(demo_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started, printed = served(monkeypatch, KeyboardInterrupt())
    assert [arguments[1] for arguments in started] == ["serve", "worker", "examples.sample_app"]
    assert printed.rstrip().endswith("Serving. Ctrl+C ends it all.\nEnded.")


def test_demo_serves_https_under_a_certificate_of_its_own(demo_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started, printed = served(monkeypatch, KeyboardInterrupt(), tls=True)
    certificate = str(demo_folder / "tls.crt")
    assert started[0][started[0].index("--certificate") + 1] == certificate
    assert f"curl -s --cacert {certificate}" in printed


def test_demo_says_which_child_ended(demo_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="worker ended"):
        served(monkeypatch, RuntimeError("worker ended"))


def test_demo_refuses_a_port_that_is_taken(demo_folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CommandError, match="is taken"):
            call_command("demo", port=taken.getsockname()[1])
