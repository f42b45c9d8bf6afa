"""Every promise has its test: tests/requirements.toml names, for each requirement, the tests that fail without it.

An entry is `[[requirement]]` with `id` (a list and a number), `rule`, `tests` (`path::name`), and `stock`: what the
libraries do by themselves (D they keep the rule, S by a setting, N not at all, P a duty of the product). What this
server does not offer stands under `[[absent]]` with its reason, so that a number that is merely forgotten fails here.
"""

import ast
import tomllib
from collections import Counter
from functools import cache
from typing import Any, Final

import pytest

from tests.architecture.sources import ROOT, tree

LISTS: Final = {"security": 125, "confusion": 45, "trap": 24}
"""The numbered lists: requirements on the server, confusions of credentials, traps of the libraries."""
KNOWN: Final = {f"{name}/{number}" for name, last in LISTS.items() for number in range(1, last + 1)}
REGISTER: Final[dict[str, list[dict[str, Any]]]] = tomllib.loads((ROOT / "tests/requirements.toml").read_text())
REQUIREMENTS: Final = REGISTER.get("requirement", [])
ABSENT: Final = REGISTER.get("absent", [])


@cache
def names_in(name: str) -> set[str]:
    """Return every test of a file as `name`, or `Class::name` inside a class."""
    path = ROOT / name
    if not path.is_file():
        return set()
    found = set()
    for node in tree(path).body:
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{item.name}" for item in node.body if isinstance(item, ast.FunctionDef)}
        elif isinstance(node, ast.FunctionDef):
            found.add(node.name)
    return {test for test in found if test.rpartition("::")[2].startswith("test_")}


@pytest.mark.parametrize("entry", REQUIREMENTS, ids=lambda entry: entry["id"])
def test_a_requirement_names_tests_that_exist(entry: dict[str, Any]) -> None:
    assert entry["id"] in KNOWN
    assert entry["rule"]
    assert entry["stock"] in {"D", "S", "N", "P"}
    assert entry["tests"]
    for test in entry["tests"]:
        name, _, function = test.partition("::")
        assert function.partition("[")[0] in names_in(name), test


@pytest.mark.parametrize("entry", ABSENT, ids=lambda entry: entry["id"])
def test_what_is_not_offered_says_why(entry: dict[str, Any]) -> None:
    assert entry["id"] in KNOWN
    assert entry["why"]


def test_no_number_stands_twice() -> None:
    counted = Counter(entry["id"] for entry in REQUIREMENTS + ABSENT)
    assert not [number for number, times in counted.items() if times > 1]


def test_no_number_is_forgotten() -> None:
    assert KNOWN - {entry["id"] for entry in REQUIREMENTS + ABSENT} == set()
