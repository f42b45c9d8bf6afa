"""Every promise has its test: tests/requirements.toml names, for each requirement, the tests that fail without it.

An entry is `[[requirement]]` with `id` (a list and a number or name), `rule`, `tests` (`path::name`), and `stock`: what
the libraries do by themselves (D they keep the rule, S by a setting, N not at all, P a duty of the product). What this
server does not offer stands under `[[absent]]` with its reason, and with tests where an address or a word could offer
it all the same; so a number that is merely forgotten fails here.
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
INCIDENTS: Final = (
    "redirect-uri-loosened",
    "open-redirect-before-validation",
    "parameter-pollution",
    "disabled-flow-reachable",
    "pkce-not-enforced-or-downgraded",
    "code-or-refresh-race",
    "replay-after-restart",
    "revocation-partial-ignored-or-cross-client",
    "disabled-account-keeps-access",
    "recreated-identity-inherits",
    "token-of-another-client-or-kind",
    "scope-not-enforced-at-issue",
    "alg-none-or-key-confusion",
    "crit-ignored",
    "claim-compared-wrong",
    "signature-skipped-on-another-path",
    "jose-resource-exhaustion",
    "assertion-replay",
    "expired-key-or-truncated-token",
    "state-not-bound-to-session",
    "takeover-by-unverified-address",
    "unicode-confusion",
    "empty-password",
    "lockout-bypass-by-parallelism",
    "spoofed-client-address",
    "enumeration",
    "host-header-in-links",
    "csrf-and-permissive-cors",
    "mass-assignment",
    "secrets-in-logs-admin-database",
    "markup-in-pages",
    "weak-randomness",
    "wrong-or-empty-mac-key",
    "confirmation-not-bound-to-person",
    "fetching-what-a-client-names",
    "parser-and-query-injection",
    "forced-logout",
)
"""Classes of faults that servers of this kind have had: at least one regression test a class."""
KNOWN: Final = {f"{name}/{number}" for name, last in LISTS.items() for number in range(1, last + 1)} | {
    f"incident/{name}" for name in INCIDENTS
}
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


def missing(tests: list[str]) -> list[str]:
    """Return those of `path::name` that no file has."""
    parts = [(test, *test.partition("::")[::2]) for test in tests]
    return [test for test, name, function in parts if function.partition("[")[0] not in names_in(name)]


@pytest.mark.parametrize("entry", REQUIREMENTS, ids=lambda entry: entry["id"])
def test_a_requirement_names_tests_that_exist(entry: dict[str, Any]) -> None:
    assert entry["id"] in KNOWN
    assert entry["rule"]
    assert entry["stock"] in {"D", "S", "N", "P"}
    assert entry["tests"]
    assert missing(entry["tests"]) == []


@pytest.mark.parametrize("entry", ABSENT, ids=lambda entry: entry["id"])
def test_what_is_not_offered_says_why(entry: dict[str, Any]) -> None:
    assert entry["id"] in KNOWN
    assert entry["why"]
    assert missing(entry.get("tests", [])) == []


def test_no_number_stands_twice() -> None:
    counted = Counter(entry["id"] for entry in REQUIREMENTS + ABSENT)
    assert not [number for number, times in counted.items() if times > 1]


def test_no_number_is_forgotten() -> None:
    assert KNOWN - {entry["id"] for entry in REQUIREMENTS + ABSENT} == set()
