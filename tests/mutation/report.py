"""What mutmut found in the copy that is the working directory."""

from dataclasses import dataclass, field

from mutmut.configuration import reset_config
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import walk_mutatable_files
from mutmut.utils.format_utils import get_module_from_key, orig_function_and_class_names_from_key


@dataclass
class Report:
    """`survivors`: the function and what a line of it becomes without any test noticing."""

    killed: int = 0
    total: int = 0
    survivors: list[tuple[str, str]] = field(default_factory=list)


def report() -> Report:
    """Return the verdicts of the last run; whatever is not killed has survived."""
    reset_config()
    found = Report()
    for path in walk_mutatable_files():
        data = SourceFileMutationData(path=path)
        data.load()
        for name, code in data.exit_code_by_key.items():
            if code is None:
                continue  # of a function that the group does not name
            found.total += 1
            if status_by_exit_code[code] == "killed":
                found.killed += 1
            else:
                found.survivors.append((_function(name), _becomes(get_diff_for_mutant(name, path=path))))
    return found


def _function(mutant: str) -> str:
    name, owner = orig_function_and_class_names_from_key(mutant)
    return ".".join(part for part in (get_module_from_key(mutant), owner, name) if part)


def _becomes(diff: str) -> str:
    """Return the lines that came, or, behind a minus, those that went where none came."""
    lines = [line for line in diff.splitlines() if not line.startswith(("+++", "---"))]
    came = " ".join(line[1:].strip() for line in lines if line.startswith("+"))
    return came or "- " + " ".join(line[1:].strip() for line in lines if line.startswith("-"))
