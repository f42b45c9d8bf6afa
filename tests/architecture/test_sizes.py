"""Small rooms: a module is one noun, and a long one says in its first line why it is long."""

from pathlib import Path
from statistics import median
from typing import Final

from tests.architecture.sources import PRODUCT, modules, shown

LONGEST: Final = 200
LONG_ONES: Final = 3
MEDIAN: Final = 90
REASON: Final = "long because"


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def long_modules() -> list[Path]:
    return [path for path in modules(*PRODUCT) if len(lines(path)) > LONGEST]


def test_a_module_over_200_lines_says_why_in_its_first_line() -> None:
    silent = [shown(path) for path in long_modules() if REASON not in lines(path)[0]]
    assert not silent, f"split these by noun, or write `{REASON} ...` into the first line"


def test_at_most_three_modules_are_over_200_lines() -> None:
    assert len(long_modules()) <= LONG_ONES, [shown(path) for path in long_modules()]


def test_the_median_module_is_under_90_lines() -> None:
    written = [len(lines(path)) for path in modules(*PRODUCT) if lines(path)]
    assert median(written) < MEDIAN
