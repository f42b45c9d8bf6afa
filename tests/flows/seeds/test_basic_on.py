"""The five documents' calls against a server that has Basic authentication switched on."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.live.server import ROOT, LiveServer

BESIDE: Final = 100
"""Added to the worker's number: its database is not that of the server which all tests of the worker share."""


@pytest.fixture
def server_with_basic(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LiveServer]:
    """A live server of its own."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "gw0")
    beside = f"gw{BESIDE + int(worker.removeprefix('gw'))}"
    server = LiveServer(tmp_path, worker=beside, BASIC_AUTHENTICATION="on")
    server.prepare()
    try:
        server.start()
        yield server
    finally:
        server.discard()


def test_every_document_is_repeated_with_basic_too(server_with_basic: LiveServer, tmp_path: Path) -> None:
    (tmp_path / "demo.json").write_text(json.dumps(server_with_basic.demo))
    command = [sys.executable, "-m", "examples.seeds", server_with_basic.issuer, str(tmp_path / "demo.json")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "ok  expected 200 seen 200  GET /api/protected/  Basic" in done.stdout
