"""Child processes of the demo: started together, stopped together."""

import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import FrameType, TracebackType
from typing import Final, Self
from urllib.error import URLError
from urllib.request import urlopen

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
PATIENCE: Final = 35
"""Seconds that children have to end after SIGTERM; granian drains for 30."""
START: Final = 180
"""Seconds that a server has to answer for the first time."""


class Processes:
    """A context: leaving it, by whatever way, ends every child. SIGINT and SIGTERM interrupt."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._children: list[subprocess.Popen[bytes]] = []
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Take both signals as an interrupt, SIGINT even where a shell has started us in the background."""
        for number in SIGNALS:
            self._stack.callback(signal.signal, number, signal.signal(number, _interrupt))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the children, the last started first, and wait for them."""
        with self._stack:
            for number in SIGNALS:
                signal.signal(number, signal.SIG_IGN)
            for child in reversed(self._children):
                child.terminate()
            deadline = time.monotonic() + PATIENCE
            for child in self._children:
                _end(child, deadline)

    def start(self, arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        """Start Python with these arguments, out of reach of the terminal's own interrupt."""
        child = subprocess.Popen(  # noqa: S603 - the arguments are the demo's own
            [sys.executable, *arguments], cwd=self._directory, env=environment, start_new_session=True
        )
        self._children.append(child)

    def wait_for(self, url: str, certificate: Path | None = None) -> None:
        """Return when `url` answers, over https under `certificate`.

        Raise RuntimeError when a child has ended or nothing answers in time.
        """
        context = ssl.create_default_context(cafile=certificate) if certificate else None
        deadline = time.monotonic() + START
        while time.monotonic() < deadline:
            self.raise_for_ended()
            try:
                with urlopen(url, timeout=5, context=context):  # noqa: S310 - an address of the demo itself
                    return
            except (URLError, OSError):
                time.sleep(0.1)
        raise RuntimeError(f"{url} did not answer.")

    def wait(self) -> None:
        """Return never but by KeyboardInterrupt, or by RuntimeError when a child has ended."""
        while True:
            self.raise_for_ended()
            time.sleep(0.5)

    def raise_for_ended(self) -> None:
        """Raise RuntimeError where a child has ended."""
        for child in self._children:
            if child.poll() is not None:
                raise RuntimeError(f"`{' '.join(map(str, child.args))}` ended with {child.returncode}.")  # type: ignore[arg-type] # - a list


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _end(child: "subprocess.Popen[bytes]", deadline: float) -> None:
    try:
        child.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
