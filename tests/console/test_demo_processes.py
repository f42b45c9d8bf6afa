"""The demo's child processes: started together, ended together, whatever ends the demo."""

import os
import signal
import time
from pathlib import Path
from threading import Timer

import pytest

from oauth_server.console import processes
from oauth_server.console.processes import Processes
from tests.ports import free_ports

SLEEPER = ["-c", "import time; print('up', flush=True); time.sleep(60)"]
STUBBORN = ["-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("ending", [KeyboardInterrupt, RuntimeError])
def test_leaving_ends_every_child(tmp_path: Path, ending: type[BaseException]) -> None:
    started = Processes(tmp_path)

    def run() -> None:
        with started:
            started.start(SLEEPER)
            started.start(SLEEPER)
            raise ending

    with pytest.raises(ending):
        run()
    assert not [child for child in started._children if is_alive(child.pid)]


def test_a_child_that_will_not_end_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "PATIENCE", 0.3)
    with Processes(tmp_path) as started:
        started.start(STUBBORN)
        time.sleep(0.5)
    assert not is_alive(started._children[0].pid)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_an_interrupt_and_only_inside(tmp_path: Path, number: signal.Signals) -> None:
    before = signal.getsignal(number)

    def run() -> None:
        with Processes(tmp_path) as started:
            started.start(SLEEPER)
            Timer(0.2, os.kill, (os.getpid(), number)).start()
            started.wait()

    with pytest.raises(KeyboardInterrupt):
        run()
    assert signal.getsignal(number) == before


def test_a_child_that_ends_by_itself_ends_the_wait(tmp_path: Path) -> None:
    def run() -> None:
        with Processes(tmp_path) as started:
            started.start(["-c", "raise SystemExit(3)"])
            started.wait()

    with pytest.raises(RuntimeError, match="ended with 3"):
        run()


def test_waiting_for_an_address_returns_when_it_answers(tmp_path: Path) -> None:
    port = free_ports()
    with Processes(tmp_path) as started:
        started.start(["-m", "http.server", "--bind", "127.0.0.1", str(port)])
        started.wait_for(f"http://127.0.0.1:{port}/")


def test_waiting_for_an_address_that_is_silent_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "START", 0.3)
    with pytest.raises(RuntimeError, match="did not answer"), Processes(tmp_path) as started:
        started.wait_for(f"http://127.0.0.1:{free_ports()}/")
