"""Every specification has its folder and its tests, and the manual's pages say what the tests say."""

import ast
from typing import Any

import pytest

from tests import specifications
from tests.architecture.sources import ROOT, tree

LISTED = {specification["name"]: specification for specification in specifications.listed()}
MODULES = specifications.modules()


def test_a_mark_names_a_specification_that_is_listed() -> None:
    known = {*LISTED, *specifications.OTHERS}
    assert not [one for one in specifications.held() if one.name not in known]


@pytest.mark.parametrize("name", LISTED)
def test_every_specification_has_tests_that_are_marked_with_its_sections(name: str) -> None:
    assert [one for one in specifications.held() if one.name == name and one.section]


@pytest.mark.parametrize("name", [name for name, one in LISTED.items() if "folder" in one])
def test_the_folder_of_a_specification_holds_its_tests(name: str) -> None:
    folder = f"tests/flows/{LISTED[name]['folder']}/"
    assert [one for one in specifications.held() if one.name == name and one.path.startswith(folder)], folder


@pytest.mark.parametrize("plan", specifications.plans(), ids=lambda plan: plan["name"])
def test_every_module_of_a_conformance_plan_has_a_test_or_is_a_gap(plan: dict[str, Any]) -> None:
    for module in plan["modules"]:
        beside = MODULES[module]
        assert bool(beside.get("tests")) != bool(beside.get("gap")), module


@pytest.mark.parametrize("module", MODULES)
def test_what_stands_beside_a_module_is_a_test(module: str) -> None:
    for test in MODULES[module].get("tests", ()):
        path, _, name = test.partition("::")
        functions = {node.name for node in ast.walk(tree(ROOT / path)) if isinstance(node, ast.FunctionDef)}
        assert name in functions, test


def test_no_module_stands_beside_no_plan() -> None:
    assert set(MODULES) == {module for plan in specifications.plans() for module in plan["modules"]}


def test_the_manual_lists_every_specification_and_section_with_its_tests() -> None:
    assert specifications.SPECIFICATIONS.read_text("utf-8") == specifications.specifications_page()


def test_the_manual_lists_every_module_of_the_conformance_plans() -> None:
    assert specifications.CONFORMANCE.read_text("utf-8") == specifications.conformance_page()
