"""Language and theme, chosen at the foot of a page: by keyboard, without scripts, before and after sign-in."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.entrance import come_back
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser
DARK, LIGHT = "rgb(14, 17, 22)", "rgb(245, 246, 248)"


def choose(page: Page, name: str) -> None:
    """Press a button of the footer as the keyboard does."""
    button = page.get_by_role("contentinfo").get_by_role("button", name=name, exact=True)
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def paper(page: Page) -> Any:
    """Return the colour behind everything."""
    return page.evaluate("getComputedStyle(document.documentElement).backgroundColor")


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/no-such-page"])
def test_a_visitor_chooses_a_theme_against_the_system(any_visit: Visit, path: str) -> None:
    page = any_visit.page
    page.emulate_media(color_scheme="light")
    any_visit.open(path)
    assert paper(page) == LIGHT
    choose(page, any_visit.said("Dark"))
    assert page.url.endswith(path)
    assert paper(page) == DARK
    page.emulate_media(color_scheme="dark")
    choose(page, any_visit.said("Light"))
    assert paper(page) == LIGHT
    choose(page, any_visit.said("As the browser"))
    assert paper(page) == DARK


def test_a_person_chooses_a_language_stays_where_they_are_and_has_it_in_every_browser(
    any_visit: Visit, walk: Callable[..., Visit]
) -> None:
    person = any_visit.become()
    any_visit.open("/accounts/email/")
    choose(any_visit.page, "Deutsch")
    assert any_visit.page.url.endswith("/accounts/email/")
    assert any_visit.page.evaluate("document.documentElement.lang") == "de"
    other = walk()
    come_back(other, person)
    assert other.page.evaluate("document.documentElement.lang") == "de"
    choose(any_visit.page, "English")
    assert any_visit.page.evaluate("document.documentElement.lang") == "en"


def test_the_menu_of_a_narrow_screen_has_every_area(any_visit: Visit) -> None:
    any_visit.become("adam")
    any_visit.page.set_viewport_size({"width": 320, "height": 800})
    any_visit.open("/")
    navigation = any_visit.page.get_by_role("navigation", name=any_visit.said("Main"))
    navigation.locator("summary").focus()
    any_visit.page.keyboard.press("Enter")
    for area in ("Profile", "Developer", "Documentation", "Administration"):
        assert navigation.get_by_role("link", name=any_visit.said(area)).is_visible()
    assert any_visit.page.evaluate("document.documentElement.scrollWidth") <= 320
