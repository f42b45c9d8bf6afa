"""People without a mouse: Tab leads to everything, what has the focus is seen to have it, and a key presses it."""

from typing import Final

from playwright.sync_api import Locator

from tests.browser.visit import Visit

FARTHEST: Final = 200
"""Presses of Tab, at most, from the head of a page to what is looked for."""
_SEEN: Final = """e => {
    const ringed = one => {
        const style = getComputedStyle(one)
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
    }
    for (let one = e; one; one = one.parentElement) { if (ringed(one)) { return true } }
    return false
}"""
"""Whether a ring is around the element, or around the card that it opens."""


def go_to(visit: Visit, target: Locator) -> None:
    """Press Tab until an element has the focus, and see the ring around it."""
    for _ in range(FARTHEST):
        if target.evaluate("element => element === document.activeElement"):
            assert target.evaluate(_SEEN), f"Nothing shows that {target} has the focus"
            return
        visit.page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {target}")


def type_into(visit: Visit, label: str, text: str) -> None:
    """Go to a field, and type."""
    go_to(visit, visit.field(label))
    visit.page.keyboard.type(text)


def leave_by(visit: Visit, target: Locator, key: str = "Enter") -> None:
    """Go to a button or link, press it, and wait for the page it leads to."""
    go_to(visit, target)
    visit.read()
    with visit.page.expect_navigation():
        visit.page.keyboard.press(key)
