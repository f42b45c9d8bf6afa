"""Every page in every form: no accessibility violation, nothing cut off, no complaint of the browser (WCAG 2.2 AA)."""

from typing import Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.pages import PAGES
from tests.browser.shown import CORNERS, FORMS, Shown
from tests.browser.visit import Visit
from tests.browser.words import SOURCE
from tests.live.person import Person

pytestmark = pytest.mark.browser
RULES: Final = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
    "preload": False,
    "selectors": False,
}
NARROWEST: Final = 320
"""CSS pixels in which a page must do without scrolling sideways (WCAG 2.2 success criterion 1.4.10)."""
SETTLED: Final = """new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))
    .then(() => Promise.allSettled(document.getAnimations().map(running => running.finished)))"""
"""Until colours have stopped to change: the administration's links take their time."""


def violations(page: Page) -> list[str]:
    """Return what axe, which the page has loaded, finds on it as it stands."""
    found: list[dict[str, Any]] = page.evaluate("rules => axe.run(rules)", RULES)["violations"]
    return [f"{one['id']}: {node['html']} {node['failureSummary']}" for one in found for node in one["nodes"]]


def hold_in_every_form(visit: Visit, *, foreign: bool = False) -> None:
    """Look at the page that is open in every form; of what a library draws, only the browser is asked."""
    page = visit.page
    page.wait_for_load_state()
    visit.read()
    assert not visit.complaints
    if foreign:
        return
    page.set_viewport_size({"width": NARROWEST, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST, "turned around"
    page.evaluate("document.documentElement.dir = 'ltr'")
    page.evaluate(Axe().axe_script)
    for width, scheme in FORMS if visit.language == SOURCE else CORNERS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate(SETTLED)
        assert not violations(page), (width, scheme)
    visit.complaints.clear()  # axe writes styles of its own into the page, which the policy blocks


@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_a_page_is_for_everybody_in_every_form(each_visit: Visit, shown: Shown) -> None:
    if shown.foreign:
        each_visit.reader = None
    shown.open(each_visit)
    assert each_visit.page.locator("html").get_attribute("lang") == each_visit.language
    hold_in_every_form(each_visit, foreign=shown.foreign)


def test_the_sample_application_is_for_everybody_in_every_form(
    visit: Visit, sample_app: dict[str, Any], person: Person
) -> None:
    visit.open(sample_app["origin"])
    hold_in_every_form(visit)
    visit.press_there("Sign in with oauth-server")
    visit.sign_in_by_hand(person)
    visit.press("Allow")
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text(person.username)
    hold_in_every_form(visit)
