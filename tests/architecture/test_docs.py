"""The manual says what the product does: variables, commands, links."""

import re
from pathlib import Path
from typing import Final

import pytest
from django.core.management import get_commands

from tests.architecture.sources import ROOT, own_commands, shown, tracked, variables_read

ROW: Final = re.compile(r"^\| `([A-Z][A-Z_]+)`", re.MULTILINE)
COMMAND: Final = re.compile(r"manage\.py ([a-z][a-z_]+)")
CODE: Final = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
TARGET: Final = re.compile(r"(?:^|`|\$ )make ([a-z]+)", re.MULTILINE)
LINK: Final = re.compile(r"(?<!!)\[[^]\n]*\]\(([^)\s]+)\)|<img[^>]*src=\"([^\"]+)\"|!\[[^]\n]*\]\(([^)\s]+)\)")
HEADING: Final = re.compile(r"^#+ (.+)$", re.MULTILINE)
PLACE_OF_A_MACHINE: Final = re.compile(r"(?<![\w.])/(work|root|home/\w+|Users/\w+|tmp/w)/")
REGISTRY: Final = re.compile(r"https?://[\w.-]*(py" + r"pi\.|pythonhosted\.|npm" + r"js\.|ghcr\.|docker\.io)")


def pages() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".md"]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def anchor(heading: str) -> str:
    """Return the fragment that a heading is reached by: lower case, words joined by hyphens."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def test_the_manual_lists_exactly_the_variables_that_the_settings_read() -> None:
    assert set(ROW.findall(text("docs/configuration.md"))) == variables_read()


def test_the_manual_describes_every_command_of_ours() -> None:
    assert own_commands() <= set(COMMAND.findall(text("docs/commands.md")))


@pytest.mark.parametrize("document", pages(), ids=shown)
def test_a_page_names_only_commands_that_exist(document: Path) -> None:
    code = "\n".join(CODE.findall(document.read_text(encoding="utf-8")))
    assert set(COMMAND.findall(code)) <= set(get_commands())
    assert set(TARGET.findall(code)) <= set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))


@pytest.mark.parametrize("document", pages(), ids=shown)
def test_every_link_inside_the_checkout_resolves(document: Path) -> None:
    for link in ("".join(groups) for groups in LINK.findall(document.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, fragment = link.partition("#")
        target = (document.parent / name).resolve() if name else document
        assert target.exists(), link
        if fragment and target.suffix == ".md":
            assert fragment in {anchor(title) for title in HEADING.findall(target.read_text(encoding="utf-8"))}, link


def test_no_file_names_a_place_of_one_machine_or_a_registry() -> None:
    found = []
    for path in tracked():
        try:
            words = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        matches = (PLACE_OF_A_MACHINE.search(words), REGISTRY.search(words))
        found += [f"{shown(path)}: {match[0]}" for match in matches if match]
    assert not found
