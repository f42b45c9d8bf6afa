"""What the import contracts of pyproject.toml cannot say."""

import ast
import sys
from pathlib import Path

from tests.architecture.sources import PACKAGES, ROOT, modules, shown, tree


def imported(path: Path) -> set[str]:
    """Return the top-level name of every module that `path` imports."""
    names = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return {name.partition(".")[0] for name in names}


def test_the_vocabulary_stands_on_the_standard_library_alone() -> None:
    assert imported(ROOT / "oauth_server/vocabulary.py") <= sys.stdlib_module_names


def test_the_sample_application_imports_nothing_of_the_server() -> None:
    assert not [shown(path) for path in modules("examples") if imported(path) & {*PACKAGES, "django"}]
