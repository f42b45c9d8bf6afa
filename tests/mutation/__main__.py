"""Mutation testing: `python -m tests.mutation [GROUP ...]`; groups.toml says what is mutated and what has to notice."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from contextlib import chdir
from pathlib import Path
from typing import Any, Final

from tests.mutation.report import Report, report
from tests.mutation.unwrap import unwrap

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parents[1]
LEFT_OUT: Final = shutil.ignore_patterns(".*", "var", "__pycache__")
PACKAGES: Final = ("resources", "accounts", "oauth_server")
ARGUMENTS: Final = (
    *("-q", "-x", "-p", "no:randomly", "-p", "no:cacheprovider", "-p", "tests.mutation.database"),
    *("-o", "tmp_path_retention_policy=none"),
)
ENOUGH: Final = 0.9
"""What share of its mutants a group has to kill."""


def configure(copy: Path, group: dict[str, Any]) -> None:
    """Tell mutmut what it mutates and with which tests."""
    table = {
        "source_paths": PACKAGES,
        "only_mutate": group["modules"],
        "also_copy": [path.name for path in copy.iterdir() if path.name not in PACKAGES],
        "pytest_add_cli_args": ARGUMENTS,
        "pytest_add_cli_args_test_selection": group["tests"],
        "timeout_constant": 6.0,
    }
    with (copy / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n[tool.mutmut]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in table.items()))


def run(group: dict[str, Any], copy: Path) -> Report:
    """Mutate a copy of the checkout and return what its tests noticed."""
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    for pattern in group["modules"]:
        for module in copy.glob(pattern):
            unwrap(module)
    configure(copy, group)
    command = Path(sys.executable).with_name("mutmut")
    arguments = ["run", "--max-children", str(os.cpu_count()), *group.get("functions", [])]
    subprocess.run([command, *arguments], cwd=copy, env=os.environ | {"TMPDIR": str(copy.parent)}, check=True)
    with chdir(copy):
        return report()


def main(names: list[str]) -> int:
    """Run the groups; return 1 where one is below ENOUGH, or a mutant survived that survivors.toml does not explain."""
    groups = tomllib.loads((HERE / "groups.toml").read_text(encoding="utf-8"))
    explained = tomllib.loads((HERE / "survivors.toml").read_text(encoding="utf-8"))
    reports = {}
    for name in names or groups:
        with tempfile.TemporaryDirectory() as folder:
            reports[name] = run(groups[name], Path(folder) / "copy")
    good = True
    for name, found in reports.items():
        sys.stdout.write(f"{name}: {found.killed} of {found.total} killed\n")
        known = {(entry["function"], entry["becomes"]) for entry in explained.get(name, [])}
        for function, becomes in (survivor for survivor in found.survivors if survivor not in known):
            sys.stdout.write(f"  unexplained: {function}: {becomes}\n")
            good = False
        good &= found.killed >= ENOUGH * found.total
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
