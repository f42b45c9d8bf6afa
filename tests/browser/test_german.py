"""Three journeys in the German words that people read, whatever the catalogue says next."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.arrivals_developer import CALLBACK
from tests.browser.german import GERMAN
from tests.browser.keys import set_up_app
from tests.browser.visit import Visit
from tests.live.person import Person

pytestmark = pytest.mark.browser


@pytest.fixture
def german(walk: Callable[..., Visit]) -> Visit:
    """A visit by somebody whose browser asks for German."""
    return walk(GERMAN)


def press(visit: Visit, name: str) -> None:
    """Press a button by the word on it."""
    visit.leave_by(visit.page.get_by_role("main").get_by_role("button", name=name, exact=True))


def sign_in(visit: Visit, person: Person) -> None:
    """Fill in the sign-in page that is open."""
    visit.page.get_by_label("Benutzername oder E-Mail-Adresse").fill(person.username)
    visit.page.get_by_label("Passwort", exact=True).fill(person.password)
    press(visit, "Anmelden")


def test_somebody_signs_in_with_the_app_in_german(german: Visit) -> None:
    person = german.become()
    app, _ = set_up_app(german, person)
    german.page.context.clear_cookies()
    german.open("/accounts/login/")
    sign_in(german, person)
    expect(german.page.get_by_role("heading", name="Noch ein Schritt")).to_be_visible()
    german.page.get_by_label("Code").fill(app.code())
    press(german, "Anmelden")
    expect(german.page.get_by_role("heading", level=1)).to_have_text(f"Guten Tag, {person.username}")


def test_somebody_consents_in_german(german: Visit, sample_app: dict[str, Any], person: Person) -> None:
    german.open(sample_app["origin"])
    german.press_there("Sign in with oauth-server")
    sign_in(german, person)
    expect(german.page.get_by_role("heading", level=1)).to_have_text("Sample application möchte für Sie handeln")
    expect(german.page.get_by_text("Die Anwendung könnte", exact=True)).to_be_visible()
    press(german, "Erlauben")
    expect(german.page).to_have_url(f"{sample_app['origin']}/")
    german.open("/account/access/")
    expect(german.page.get_by_text("Widerrufen").first).to_be_visible()


def test_somebody_registers_an_application_in_german(german: Visit) -> None:
    page = german.page
    german.become("alice")
    german.open("/developer/new/web/")
    page.get_by_label("Name", exact=True).fill("Gartenplaner")
    page.get_by_label("Redirect-URI 1", exact=True).fill("myapp://callback")
    press(german, "Anwendung registrieren")
    expect(page.get_by_text("Sie muss mit https:// beginnen.")).to_be_visible()
    page.get_by_label("Redirect-URI 1", exact=True).fill(CALLBACK)
    press(german, "Anwendung registrieren")
    expect(page.get_by_role("heading", level=1)).to_have_text("Gartenplaner ist registriert")
    expect(page.get_by_text("Ihr Geheimnis")).to_be_visible()
