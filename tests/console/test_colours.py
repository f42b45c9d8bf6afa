"""The colours of the pages: text stands out from what it is written on, in both themes (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path
from typing import Final

import pytest

STYLES: Final = (Path(__file__).resolve().parents[2] / "static" / "css" / "site.css").read_text()
TOKEN: Final = re.compile(r"--([\w-]+): (?:light-dark\((#\w+), (#\w+)\)|(#\w+));")
TEXT: Final = [
    *((ink, ground) for ink in ("ink", "ink-soft", "link") for ground in ("paper", "surface", "sunken")),
    ("link", "brand-soft"),
    ("ink", "brand-soft"),
    *((kind, f"{kind}-soft") for kind in ("good", "warn", "bad")),
    *(("ink", f"{kind}-soft") for kind in ("good", "warn", "bad")),
    ("bad", "surface"),
    ("on-brand", "brand"),
    ("on-brand", "brand-hover"),
]
CONTROLS: Final = [("line-strong", "surface"), ("link", "surface"), ("link", "paper")]


def tokens(theme: int) -> dict[str, str]:
    """Return the colours of a theme, 0 for light and 1 for dark."""
    found = TOKEN.findall(STYLES)
    return {name: same or (light, dark)[theme] for name, light, dark, same in found}


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rgb` or `#rrggbb` (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_has_a_contrast_of_four_and_a_half(theme: int, ink: str, ground: str) -> None:
    colours = tokens(theme)
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), CONTROLS)
def test_the_border_of_a_control_has_a_contrast_of_three(theme: int, edge: str, ground: str) -> None:
    colours = tokens(theme)
    assert contrast(colours[edge], colours[ground]) >= 3


def test_every_colour_stands_in_one_place_for_both_themes() -> None:
    rest = STYLES.partition("/* 2. Pico")[2]
    literal = re.findall(r"#[0-9a-fA-F]{3,8}\b", rest)
    assert set(literal) <= {"#fff"}  # what a camera reads is white in the dark too
    assert "prefers-color-scheme" not in STYLES


def test_lengths_are_logical_so_that_a_page_can_be_turned_around() -> None:
    physical = re.findall(r"[\w-]*(?:margin|padding|border|inset)-(?:left|right)|(?<![\w-])(?:left|right): ", STYLES)
    assert not physical
