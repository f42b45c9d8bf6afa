"""The widest pages in German: all of it German, nothing cut off, for everybody; and three journeys in it."""

from typing import Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.arrivals_developer import CALLBACK
from tests.browser.german import WIDEST, english_left, in_german
from tests.browser.keys import set_up_app
from tests.browser.pages import PAGES, Shown
from tests.browser.test_pages import NARROWEST, SETTLED, violations
from tests.browser.visit import Visit
from tests.live.person import Person

pytestmark = pytest.mark.browser
WALKED: Final = [shown for shown in PAGES if shown.name in WIDEST]
NARROW: Final = 360


@pytest.mark.parametrize("shown", WALKED, ids=lambda shown: shown.name)
def test_a_page_is_german_throughout_and_for_everybody(visit: Visit, shown: Shown) -> None:
    page = visit.page
    shown.open(visit)
    with in_german(visit):
        assert page.locator("html").get_attribute("lang") == "de"
        assert not english_left(visit)
        page.set_viewport_size({"width": NARROWEST, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST
        page.set_viewport_size({"width": NARROW, "height": 800})
        page.evaluate(SETTLED)
        page.evaluate(Axe().axe_script)
        assert not violations(page)
        visit.complaints.clear()  # axe writes styles of its own into the page, which the policy blocks


def test_every_page_that_is_walked_exists() -> None:
    assert {shown.name for shown in WALKED} == set(WIDEST)


def german(visit: Visit) -> None:
    """Let the browser of somebody who has no account yet, or has chosen no language, ask for German."""
    visit.page.context.set_extra_http_headers({"Accept-Language": "de"})


def sign_in(visit: Visit, person: Person) -> None:
    """Fill in the sign-in page that is open."""
    visit.page.get_by_label("Benutzername oder E-Mail-Adresse").fill(person.username)
    visit.page.get_by_label("Passwort", exact=True).fill(person.password)
    visit.press("Anmelden")


def test_somebody_signs_in_with_the_app_in_german(any_visit: Visit) -> None:
    person = any_visit.become()
    app, _ = set_up_app(any_visit, person)
    any_visit.page.context.clear_cookies()
    german(any_visit)
    any_visit.open("/accounts/login/")
    sign_in(any_visit, person)
    expect(any_visit.page.get_by_role("heading", name="Zweiter Faktor")).to_be_visible()
    any_visit.page.get_by_label("Code").fill(app.code())
    any_visit.press("Anmelden")
    expect(any_visit.page.get_by_role("heading", level=1)).to_have_text(f"Guten Tag, {person.username}")


def test_somebody_consents_in_german(any_visit: Visit, sample_app: dict[str, Any], person: Person) -> None:
    german(any_visit)
    any_visit.open(sample_app["origin"])
    any_visit.press("Sign in with oauth-server")
    sign_in(any_visit, person)
    expect(any_visit.page.get_by_role("heading", level=1)).to_have_text("Sample application möchte für Sie handeln")
    expect(any_visit.page.get_by_text("Die Anwendung könnte", exact=True)).to_be_visible()
    any_visit.press("Erlauben")
    expect(any_visit.page).to_have_url(f"{sample_app['origin']}/")
    any_visit.open("/account/access/")
    expect(any_visit.page.get_by_text("Widerrufen").first).to_be_visible()


def test_somebody_registers_an_application_in_german(any_visit: Visit) -> None:
    page = any_visit.page
    any_visit.become("alice")
    any_visit.open("/developer/new/")
    with in_german(any_visit):
        any_visit.open("/developer/new/web/")
        page.get_by_label("Name", exact=True).fill("Gartenplaner")
        page.get_by_label("Redirect-URI 1", exact=True).fill("myapp://callback")
        any_visit.press("Anwendung registrieren")
        expect(page.get_by_text("Sie muss mit https:// beginnen.")).to_be_visible()
        page.get_by_label("Redirect-URI 1", exact=True).fill(CALLBACK)
        any_visit.press("Anwendung registrieren")
        expect(page.get_by_role("heading", level=1)).to_have_text("Gartenplaner ist registriert")
        expect(page.get_by_text("Ihr Geheimnis")).to_be_visible()
