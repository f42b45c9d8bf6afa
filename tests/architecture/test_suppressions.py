"""A suppression says why on its line, and nothing unfinished is left behind."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.architecture.sources import PRODUCT, ROOT, modules, shown, tracked, tree

SUPPRESSION: Final = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:|ruff:\s*noqa|mypy:|djlint:)", re.IGNORECASE)
WITH_REASON: Final = re.compile(
    r"#\s*(noqa: [A-Z]+\d+(, ?[A-Z]+\d+)*|type: ignore\[[a-z-]+(, ?[a-z-]+)*\]|pragma: no (cover|branch))\s+(# )?- \w+"
)
UNFINISHED: Final = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
TEXTS: Final = {".css", ".html", ".js", ".md", ".sh", ".toml", ".txt", ".yml"}


def python_files() -> list[Path]:
    return [ROOT / "manage.py", *modules(*PRODUCT, "tests", migrations=True)]


def comments(path: Path) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def test_a_suppression_names_its_rule_and_its_reason() -> None:
    silent = [
        f"{shown(path)}:{line} {comment}"
        for path in python_files()
        for line, comment in comments(path)
        if SUPPRESSION.search(comment) and not WITH_REASON.search(comment)
    ]
    assert not silent, "write `# noqa: CODE - reason`, `# type: ignore[code] # - reason`, `# pragma: no cover - reason`"


def test_nothing_unfinished_is_left_in_the_sources() -> None:
    unfinished = [
        f"{shown(path)}:{number} {line.strip()}"
        for path in tracked()
        if path.suffix in TEXTS or path.name == "Makefile"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if UNFINISHED.search(line)
    ]
    unfinished += [
        f"{shown(path)}:{number} {comment}"
        for path in python_files()
        for number, comment in comments(path)
        if UNFINISHED.search(comment)
    ]
    assert not unfinished


def test_no_method_is_left_to_be_written() -> None:
    raised = [shown(path) for path in python_files() for node in ast.walk(tree(path)) if is_unwritten(node)]
    assert not raised


def is_unwritten(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "NotImplemented" + "Error"


def test_a_test_left_out_says_why() -> None:
    bare = re.compile(r"mark\.(skip|xfail)\b(?!\(.*reason)|mark\.skipif\((?!.*reason)|\b(skip|xfail)\(\)")
    silent = [
        f"{shown(path)}:{number}"
        for path in modules("tests")
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if bare.search(line)
    ]
    assert not silent
