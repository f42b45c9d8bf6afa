"""Each program of the quickstart page does what it says, copied from the page and run as it stands there."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.flows.developer.quickstarts.conftest import BESIDES, KINDS
from tests.flows.developer.quickstarts.programs import copied, run
from tests.live.person import Person
from tests.live.server import LiveServer

LANGUAGES = [pytest.param("curl"), pytest.param("python"), pytest.param("javascript", marks=pytest.mark.node)]
Try = Callable[[str, str], str]


@pytest.fixture
def attempt(
    strict: LiveServer, developer: Person, applications: dict[str, Any], key_files: dict[str, str], tmp_path: Path
) -> Try:
    """Return a function that copies the program of an application in a language, and runs it with a newcomer."""

    def copy_and_run(name: str, language: str) -> str:
        client = applications[name]
        secret = {"CLIENT_SECRET": client["client_secret"]} if client["client_secret"] else {}
        key = {"CLIENT_KEY": key_files[name]} if name in key_files else {}
        program = copied(developer, client["client_id"], language)
        assert client["client_id"] in program
        assert not client["client_secret"] or client["client_secret"] not in program
        with Person(strict) as newcomer:
            return run(program, language, tmp_path, newcomer.sign_up(), **secret, **key)

    return copy_and_run


def expected(name: str, fields: dict[str, Any]) -> str:
    """Return a word of the answer that the program ends with."""
    if name == "agent":
        return "list_todos"
    if fields["scopes"] == ["reports:read"]:
        return "results"
    if name == "machine, of nothing":
        return "status"
    return "username" if "account:read" in fields["scopes"] else "sub"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name in KINDS if name != "single page"])
def test_the_program_of_a_kind_runs_as_the_page_shows_it(attempt: Try, name: str, language: str) -> None:
    assert expected(name, KINDS[name]) in attempt(name, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(BESIDES))
def test_the_program_follows_what_the_client_is_registered_as(attempt: Try, name: str, language: str) -> None:
    assert expected(name, BESIDES[name]) in attempt(name, language)


@pytest.mark.parametrize("language", ["curl", "python"])
def test_a_single_page_application_is_tried_from_a_terminal(attempt: Try, language: str) -> None:
    assert "username" in attempt("single page", language)
