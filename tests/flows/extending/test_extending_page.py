"""docs/extending.md, carried out as it stands in a copy of the checkout: its files, its commands, its tests."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.sources import LEFT_BEHIND, ROOT
from tests.environment import variables

PAGE: Final = (ROOT / "docs/extending.md").read_text(encoding="utf-8")
STEP: Final = re.compile(
    r"`(?P<path>[\w./]+)`, (?P<where>new|(?:below|above) `(?P<line>[^`]+)`):\n\n```\w+\n(?P<code>.*?)^```",
    re.MULTILINE | re.DOTALL,
)
COMMANDS: Final = re.compile(r"^```sh run\n(.*?)^```", re.MULTILINE | re.DOTALL)
SEEN: Final = Path(__file__).with_name("seen.py")


def carry_out(step: re.Match[str], checkout: Path) -> None:
    """Write a new file, or put the code beside the one line that the page names."""
    path, code = checkout / step["path"], step["code"]
    if step["line"] is None:
        assert not path.exists(), path
        path.write_text(code, encoding="utf-8")
        return
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    found = [number for number, line in enumerate(lines) if line.strip() == step["line"]]
    assert len(found) == 1, (step["path"], step["line"])
    lines.insert(found[0] + step["where"].startswith("below"), code)
    path.write_text("".join(lines), encoding="utf-8")


def run(checkout: Path, script: str) -> str:
    """Run commands in the copy, by this interpreter, under the variables of the tests."""
    script = script.replace(".venv/bin/python", sys.executable)
    environment = variables({name: value for name, value in os.environ.items() if name != "DATABASE_URL"})
    shell = ["bash", "-euo", "pipefail", "-c", script]
    ended = subprocess.run(shell, cwd=checkout, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, f"{script}\n{ended.stdout}\n{ended.stderr}"
    return ended.stdout


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the checkout, with everything that the page says."""
    checkout = tmp_path_factory.mktemp("extending") / "checkout"
    left_out = shutil.ignore_patterns(*LEFT_BEHIND, ".*_cache", "__pycache__", "tests", "docs")
    shutil.copytree(ROOT, checkout, ignore=left_out)
    (checkout / "var").mkdir()
    (checkout / "tests").mkdir()
    for path in (ROOT / "tests").glob("*.py"):
        shutil.copy(path, checkout / "tests")
    for step in STEP.finditer(PAGE):
        carry_out(step, checkout)
    yield checkout
    shutil.rmtree(checkout)


def test_every_block_of_code_is_a_step_that_is_carried_out() -> None:
    blocks = re.findall(r"^```(?!sh run)\w+", PAGE, re.MULTILINE)
    assert len(blocks) == len(list(STEP.finditer(PAGE))) > 0


def test_the_page_makes_a_resource_that_is_guarded_described_and_asked_for(extended: Path) -> None:
    shutil.copy(SEEN, extended / "tests/test_seen.py")
    prepare, tests = COMMANDS.findall(PAGE)
    assert "no issues" in run(extended, prepare)
    assert "7 passed" in run(extended, f"{tests.rstrip()} tests/test_seen.py")
