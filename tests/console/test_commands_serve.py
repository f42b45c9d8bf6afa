"""`serve`: granian, bounded threads, never fewer than two in all."""

import sys
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from oauth_server.console.management.commands.serve import granian_arguments


@pytest.fixture
def executed(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The command lines that the process would have become."""
    commands: list[list[str]] = []
    monkeypatch.setattr("os.execv", lambda _path, arguments: commands.append(arguments))
    return commands


def test_the_process_becomes_granian_on_the_loopback_address(executed: list[list[str]]) -> None:
    call_command("serve", "--workers", "2", port=8160)
    (command,) = executed
    assert command[:3] == [sys.executable, "-m", "granian"]
    assert command[command.index("--host") + 1] == "127.0.0.1"
    assert command[command.index("--port") + 1] == "8160"
    assert command[-1] == "oauth_server.wsgi:application"


def test_threads_are_bounded_and_the_query_string_is_never_logged() -> None:
    arguments = granian_arguments(host="::1", port=8000, workers=2, threads=4)
    assert arguments[arguments.index("--blocking-threads") + 1] == "4"
    assert arguments[arguments.index("--interface") + 1] == "wsgi"
    assert "--no-access-log" in arguments


def test_one_thread_in_all_is_refused(executed: list[list[str]]) -> None:
    with pytest.raises(CommandError, match="2 threads"):
        call_command("serve", workers=1, threads=1)
    assert not executed


@pytest.mark.parametrize("option", ["--workers", "--threads"])
def test_a_number_of_processes_or_threads_is_positive(option: str, executed: list[list[str]], capsys: Any) -> None:
    with pytest.raises(CommandError, match="at least 1"):
        call_command("serve", option, "0")


def test_a_certificate_comes_with_its_key(executed: list[list[str]]) -> None:
    with pytest.raises(CommandError, match="go together"):
        call_command("serve", certificate="tls.crt")
    call_command("serve", certificate="tls.crt", key="tls.key")
    assert executed[0][executed[0].index("--ssl-keyfile") + 1] == "tls.key"
