"""The demo's `.env`, and what a command says that lacks a variable."""

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from oauth_server.demo_environment import write_demo_environment
from tests.architecture.sources import ROOT, variables_read

SOURCES: Final = ("manage.py", "oauth_server", "accounts", "resources")


def read(folder: Path) -> dict[str, str]:
    lines = (folder / ".env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines)


def test_a_fresh_checkout_gets_secrets_of_its_own(tmp_path: Path) -> None:
    write_demo_environment([], tmp_path)
    values = read(tmp_path)
    assert (values["DEMO"], values["ISSUER"]) == ("on", "http://localhost:8000")
    assert min(len(values["SECRET_KEY"]), len(values["SIGNING_KEYS_SECRET"])) >= 64
    assert values["SECRET_KEY"] != values["SIGNING_KEYS_SECRET"]
    assert set(values) <= variables_read()


def test_the_environment_is_for_its_owner_only(tmp_path: Path) -> None:
    write_demo_environment([], tmp_path)
    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700


def test_another_port_moves_the_issuer_and_keeps_the_secrets(tmp_path: Path) -> None:
    write_demo_environment([], tmp_path)
    before = read(tmp_path)
    write_demo_environment(["--port", "9000", "--no-serve"], tmp_path)
    assert read(tmp_path) == before | {"ISSUER": "http://localhost:9000"}


def test_the_same_port_writes_nothing(tmp_path: Path) -> None:
    write_demo_environment([], tmp_path)
    before = (tmp_path / ".env").stat().st_mtime_ns
    write_demo_environment([], tmp_path)
    assert (tmp_path / ".env").stat().st_mtime_ns == before


def test_an_environment_that_is_no_demos_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ISSUER=https://id.example.org\n")
    write_demo_environment(["--port", "9000"], tmp_path)
    assert (tmp_path / ".env").read_text() == "ISSUER=https://id.example.org\n"


@pytest.fixture
def bare_checkout(tmp_path: Path) -> Path:
    """A checkout without `.env`."""
    for name in SOURCES:
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "oauth_server").unlink()
    (tmp_path / "oauth_server").mkdir()
    for path in (ROOT / "oauth_server").iterdir():
        if path.name != "settings":
            (tmp_path / "oauth_server" / path.name).symlink_to(path)
    (tmp_path / "oauth_server" / "settings").mkdir()
    for path in (ROOT / "oauth_server" / "settings").glob("*.py"):
        (tmp_path / "oauth_server" / "settings" / path.name).write_text(path.read_text())
    (tmp_path / "manage.py").unlink()
    (tmp_path / "manage.py").write_text((ROOT / "manage.py").read_text())
    return tmp_path


@pytest.mark.parametrize("lacking", ["SECRET_KEY", "SIGNING_KEYS_SECRET", "ISSUER"])
def test_a_command_that_lacks_a_variable_ends_with_one_line_that_names_it(bare_checkout: Path, lacking: str) -> None:
    given = {"SECRET_KEY": "s" * 64, "SIGNING_KEYS_SECRET": "k" * 64, "ISSUER": "https://id.example.org"}
    environment = {name: value for name, value in os.environ.items() if name not in variables_read()}
    environment |= {name: value for name, value in given.items() if name != lacking}
    command = [sys.executable, "manage.py", "migrate"]
    ended = subprocess.run(command, cwd=bare_checkout, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert lacking in ended.stderr
    assert not ended.stdout


def test_tls_moves_the_issuer_to_https_and_back(tmp_path: Path) -> None:
    write_demo_environment(["--tls", "--port", "9443"], tmp_path)
    assert read(tmp_path)["ISSUER"] == "https://localhost:9443"
    write_demo_environment([], tmp_path)
    assert read(tmp_path)["ISSUER"] == "http://localhost:8000"
