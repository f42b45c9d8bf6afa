"""The manual's pages of specifications and conformance plans, written from the marks of the tests.

`python -m tests.specifications` writes both; a test fails where a page says something else than the tests do.
"""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
TESTS: Final = ROOT / "tests"
SPECIFICATIONS: Final = ROOT / "docs" / "specifications.md"
CONFORMANCE: Final = ROOT / "docs" / "conformance.md"
MARK: Final = re.compile(r"(?P<name>.+?)(?: 1\.0)?(?: section (?P<section>[\w.]+))?")
OTHERS: Final = ("RFC 6797", "RFC 7518", "RFC 7617", "RFC 9110", "RFC 9112", "OWASP ASVS 5.0")
"""What a mark may name beside the specifications listed: HTTP, algorithms and their kin."""


@dataclass(frozen=True, slots=True, order=True)
class Held:
    """One test and one section that it holds the server to; `section` is empty where the mark names the whole."""

    name: str
    section: str
    path: str
    test: str


def listed() -> list[dict[str, str]]:
    """Return the specifications of the list, each with `name`, `title` and, where it has one, `folder`."""
    found: list[dict[str, str]] = tomllib.loads((TESTS / "specifications.toml").read_text("utf-8"))["specification"]
    return found


@cache
def held() -> tuple[Held, ...]:
    """Return what the marks of all tests say, in the order of the files; they are read once."""
    return tuple(one for path in sorted(TESTS.rglob("test_*.py")) for one in _of_file(path))


def _of_file(path: Path) -> Iterator[Held]:
    module = ast.parse(path.read_text(encoding="utf-8"))
    words = dict(_constants(module))
    shared = [mark for node in module.body if _is_pytestmark(node) for mark in _marks(node, words)]
    for test, marks in _tests(module, shared, words):
        for mark in dict.fromkeys(marks):
            yield _held(mark, path.relative_to(ROOT).as_posix(), test)


def _constants(module: ast.Module) -> Iterator[tuple[str, Any]]:
    for node in module.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(target, ast.Name) and isinstance(value := getattr(node, "value", None), ast.Constant):
            yield target.id, value.value


def _tests(
    node: ast.Module | ast.ClassDef, shared: list[str], words: dict[str, Any]
) -> Iterator[tuple[str, list[str]]]:
    """Return the tests of a module or class, each with its own marks and those that it shares."""
    for child in node.body:
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            marks = shared + [mark for decorator in child.decorator_list for mark in _marks(decorator, words)]
            if isinstance(child, ast.ClassDef):
                yield from _tests(child, marks, words)
            elif child.name.startswith("test_"):
                yield child.name, marks


def _is_pytestmark(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and any(
        isinstance(to, ast.Name) and to.id == "pytestmark" for to in node.targets
    )


def _marks(node: ast.AST, words: dict[str, Any]) -> Iterator[str]:
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "spec":
            yield from (_text(word, words) for word in call.args)


def _text(node: ast.expr, words: dict[str, Any]) -> str:
    """Return the text of a mark, which may begin with a constant of its module."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part, words) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return _text(node.value, words)
    return str(words[node.id] if isinstance(node, ast.Name) else ast.literal_eval(node))


def _held(mark: str, path: str, test: str) -> Held:
    match = MARK.fullmatch(mark)
    if match is None:
        raise ValueError(f"{path}: {test}: {mark!r} names no section")
    return Held(match["name"], match["section"] or "", path, test)


def specifications_page() -> str:
    """Return the page of specifications and sections with their tests."""
    by_name: dict[str, list[Held]] = defaultdict(list)
    for one in held():
        by_name[one.name].append(one)
    lines = [
        "# Specifications",
        "",
        "What this server is held to, section by section, with the tests that hold it. Written by",
        "`python -m tests.specifications` from the marks of the tests; a test fails where it says something else.",
        "",
        "| specification | sections | tests |",
        "|---|---|---|",
    ]
    for specification in listed():
        tests = by_name[specification["name"]]
        sections = len({one.section for one in tests})
        lines.append(
            f"| [{_heading(specification)}](#{_anchor(_heading(specification))}) | {sections} | {len(tests)} |"
        )
    for specification in listed():
        lines += ["", f"## {_heading(specification)}", ""]
        lines += [*_sections(by_name[specification["name"]])]
    return "\n".join(lines) + "\n"


def _heading(specification: dict[str, str]) -> str:
    name, title = specification["name"], specification["title"]
    return title if title.startswith(name) else f"{name}: {title}"


def _sections(tests: list[Held]) -> Iterator[str]:
    by_section: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in tests:
        by_section[one.section][one.path].append(one.test)
    for section in sorted(by_section, key=_in_order):
        yield f"- **{section or 'as a whole'}**"
        for path, names in sorted(by_section[section].items()):
            yield f"  - [{path.removeprefix('tests/')}](../{path}): {', '.join(_words(name) for name in names)}"


def _in_order(section: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (10_000, part) for part in section.split(".")]


def _words(test: str) -> str:
    return test.removeprefix("test_").replace("_", " ")


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def plans() -> list[dict[str, Any]]:
    """Return the conformance plans: `name`, `title`, `variant` and `modules`, names in the plan's order."""
    found: list[dict[str, Any]] = _conformance()["plan"]
    return found


def modules() -> dict[str, dict[str, Any]]:
    """Return what stands beside each module's name: `tests` (`path::name`), or the `gap` in words."""
    found: dict[str, dict[str, Any]] = _conformance()["module"]
    return found


def _conformance() -> dict[str, Any]:
    return tomllib.loads((TESTS / "conformance.toml").read_text("utf-8"))


def conformance_page() -> str:
    """Return the page of the conformance plans, their modules, and our test beside each name."""
    known = modules()
    lines = [
        "# Conformance plans",
        "",
        "The OpenID Foundation's conformance suite runs its plans against a server from outside. Beside each module's",
        "name stands our own test of what the module asks for, or the gap in words. Written by",
        "`python -m tests.specifications` from `tests/conformance.toml`; a test fails where a module has neither.",
        "`manage.py demo --tls` serves the https issuer that the suite wants ([how to run it](commands.md)).",
    ]
    for plan in plans():
        lines += ["", f"## {plan['title']}", "", f"`{plan['name']}`, {plan['variant']}.", ""]
        lines += ["| module | held by |", "|---|---|"]
        lines += [f"| `{module}` | {_beside(known[module])} |" for module in plan["modules"]]
    return "\n".join(lines) + "\n"


def _beside(module: dict[str, Any]) -> str:
    if "gap" in module:
        return f"**gap:** {module['gap']}"
    links = []
    for test in module["tests"]:
        path, _, name = test.partition("::")
        links.append(f"[{_words(name)}](../{path})")
    return "; ".join(links)


def main() -> None:
    """Write both pages."""
    SPECIFICATIONS.write_text(specifications_page(), encoding="utf-8")
    CONFORMANCE.write_text(conformance_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
