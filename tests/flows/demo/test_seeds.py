"""The five documents' calls, in plain HTTP, against the demo as a newcomer starts it."""

import subprocess
import sys

from tests.flows.demo.conftest import Demo, bare


def test_every_document_is_repeated_against_the_demo(demo: Demo) -> None:
    command = [sys.executable, "-m", "examples.seeds", demo.issuer, "var/demo.json"]
    done = subprocess.run(command, cwd=demo.checkout, env=bare(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.rstrip().endswith("0 differences")


def test_a_difference_fails_the_script(demo: Demo) -> None:
    command = [sys.executable, "-m", "examples.seeds", demo.sample_app, "var/demo.json"]
    done = subprocess.run(command, cwd=demo.checkout, env=bare(), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "BAD expected" in done.stdout
