"""The README's calls, pasted as they stand into a shell beside a running demo."""

import json
import re
import subprocess
import sys
from typing import Any, Final

import pytest

from oauth_server.vocabulary import CredentialKind
from tests.architecture.sources import ROOT
from tests.flows.demo.conftest import Demo, bare

END: Final = "---"
"""What is printed after each block; no answer holds it."""
BLOCK: Final = re.compile(r"^```sh run\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="session")
def printed(demo: Demo) -> list[str]:
    """What the calls print, a text a block; the first block only remembers a password."""
    first, *calls = BLOCK.findall((ROOT / "README.md").read_text())
    script = "\n".join([first, *(f"{call}\nprintf '%s' '{END}'" for call in calls)])
    for name, here in (("http://localhost:8000", demo.issuer), (".venv/bin/python", sys.executable)):
        script = script.replace(name, here)
    shell = ["bash", "-euo", "pipefail", "-c", script]
    ended = subprocess.run(shell, cwd=demo.checkout, env=bare(), capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.split(END)[:-1]


@pytest.fixture(scope="session")
def answers(printed: list[str]) -> list[dict[str, Any]]:
    """The API's answers: one for each call but the last, which explains for people."""
    return [json.loads(text) for text in printed[:-1]]


def test_the_machine_reads_reports(answers: list[dict[str, Any]]) -> None:
    assert {"title", "body", "author"} <= set(answers[0]["results"][0])


def test_the_jwt_opens_the_api(answers: list[dict[str, Any]]) -> None:
    assert (answers[1]["username"], answers[1]["authentication"]) == ("alice", CredentialKind.JWT)


def test_the_drf_token_adds_a_todo(answers: list[dict[str, Any]]) -> None:
    assert answers[2]["title"] == "Water the plants"


def test_the_key_reads_what_the_token_wrote(answers: list[dict[str, Any]]) -> None:
    assert answers[3]["results"][0]["id"] == answers[2]["id"]


def test_the_refusal_says_why(answers: list[dict[str, Any]]) -> None:
    assert (answers[4]["status"], "HR" in answers[4]["detail"]) == (403, True)
    assert answers[4]["decision"]


def test_the_refusal_is_explained_up_to_what_would_mend_it(printed: list[str]) -> None:
    said = printed[-1].splitlines()
    assert said[0] == "GET /api/hr-content/"
    assert "  role: failed (holds none of HR)" in said
    assert said[-1].startswith("mend: Needs the role HR")


def test_the_calls_that_the_demo_prints_work_as_they_stand(demo: Demo) -> None:
    printed = (demo.checkout / "demo.log").read_text().partition("  Paste ")[2].partition("Serving.")[0]
    calls = re.findall(r"^ +(curl .*?)(?=\n\n|\Z)", printed, re.MULTILINE | re.DOTALL)
    ended = [subprocess.run(["bash", "-c", call], capture_output=True, text=True, check=True) for call in calls]
    members = [set(json.loads(call.stdout)) for call in ended]
    assert members[0] == {"access", "refresh"}
    assert members[1] == {"token"}
    assert "username" in members[2]
