"""The sources as these tests read them: files, syntax trees, the variables and commands that the manual must name."""

import ast
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent.parent
PACKAGES: Final = ("accounts", "oauth_server", "resources")
PRODUCT: Final = (*PACKAGES, "examples")
LEFT_BEHIND: Final = {
    ".env",
    ".git",
    ".hypothesis",
    ".import_linter_cache",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".venv",
    "dist",
    "node_modules",
    "test-results",
    "var",
}
"""What .gitignore names; a checkout need not have git to be tested."""
READERS: Final = {"_choice", "_header", "_networks", "_required", "_required_list", "_service", "_switch"}
"""The functions of `oauth_server/settings/env.py` that take the name of a variable first; `_env.<type>` does too."""


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def modules(*roots: str, migrations: bool = False) -> list[Path]:
    """Return the Python modules below the given folders, without migrations unless asked for them."""
    found = (path for root in roots for path in sorted((ROOT / root).rglob("*.py")))
    return [path for path in found if migrations or "migrations" not in path.parts]


def shown(path: Path) -> str:
    """Return the path as people write it, from the root of the checkout."""
    return str(path.relative_to(ROOT))


def tracked() -> list[Path]:
    """Return every file of the checkout but what tools, builds and the demo leave behind."""
    folders = [path for path in ROOT.iterdir() if path.is_dir() and path.name not in LEFT_BEHIND]
    files = [path for path in ROOT.iterdir() if path.is_file() and path.name not in LEFT_BEHIND]
    found = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    files += [path for path in found if "node_modules" not in path.relative_to(ROOT).parts]
    return sorted(path for path in files if not path.name.startswith(".coverage") and path.suffix != ".pyc")


def variables_read() -> set[str]:
    """Return the name of every environment variable that the settings read."""
    names = set()
    for call in ast.walk(tree(ROOT / "oauth_server/settings/env.py")):
        if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant) and _reads(call.func):
            names.add(str(call.args[0].value))
    return names


def _reads(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        return isinstance(function.value, ast.Name) and function.value.id == "_env"
    return isinstance(function, ast.Name) and function.id in READERS


def own_commands() -> set[str]:
    """Return the name of every management command of this project."""
    return {
        path.stem
        for package in PACKAGES
        for path in (ROOT / package).rglob("management/commands/*.py")
        if not path.stem.startswith("_")
    }
