"""The main journey, by hand: the sample application, sign-in, consent, the API, sign-out.

The answers to what it asks for are given in `test_consent.py`, and by keyboard in `test_keyboard.py`.
"""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.visit import Visit
from tests.live.person import PASSWORD, Person

pytestmark = pytest.mark.browser


def start(visit: Visit, sample_app: dict[str, Any]) -> None:
    """Press the sample application's button."""
    visit.open(sample_app["origin"])
    visit.press_there("Sign in with oauth-server")


def arrived(visit: Visit, sample_app: dict[str, Any], username: str) -> None:
    """See that the browser is back in the application, which knows who came."""
    expect(visit.page).to_have_url(f"{sample_app['origin']}/")
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text(username)


def test_a_newcomer_signs_in_consents_calls_the_api_and_signs_out(
    any_visit: Visit, sample_app: dict[str, Any], person: Person
) -> None:
    visit, page = any_visit, any_visit.page
    start(visit, sample_app)
    assert page.url.startswith(f"{visit.server.issuer}/accounts/login/")
    visit.sign_in_by_hand(person)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sample application")
    visit.press("Allow")
    arrived(visit, sample_app, person.username)
    visit.press_there("Read my to-dos")
    assert "GET /api/v1/todo/" in visit.text()
    assert page.locator(".steps .refused").count() == 0
    visit.press_there("Refresh the tokens")
    visit.press_there("Add a to-do")
    assert page.locator(".steps .refused").count() == 0
    visit.press_there("Sign out")
    expect(page).to_have_url(f"{sample_app['origin']}/")
    expect(visit.button_there("Sign in with oauth-server")).to_be_visible()
    visit.open("/")
    expect(page.get_by_role("navigation").get_by_role("link", name=visit.said("Sign in"))).to_be_visible()


def test_a_remembered_consent_leads_straight_to_the_client_also_after_a_mistyped_password(
    any_visit: Visit, sample_app: dict[str, Any], person: Person
) -> None:
    """Chromium holds the whole redirect chain of a form to form-action: the sign-in page must name the client."""
    start(any_visit, sample_app)
    any_visit.sign_in_by_hand(person)
    any_visit.press("Allow")
    arrived(any_visit, sample_app, person.username)
    any_visit.page.context.clear_cookies(name="sample_visit")
    start(any_visit, sample_app)
    arrived(any_visit, sample_app, person.username)
    any_visit.press_there("Sign out")
    start(any_visit, sample_app)
    person.password = "mistyped"
    any_visit.sign_in_by_hand(person)
    expect(any_visit.page.get_by_role("alert")).to_be_visible()
    person.password = PASSWORD
    any_visit.sign_in_by_hand(person)
    arrived(any_visit, sample_app, person.username)


def test_whoever_signs_up_on_the_way_arrives_too(any_visit: Visit, sample_app: dict[str, Any]) -> None:
    person, page = Person(any_visit.server), any_visit.page
    person.close()
    start(any_visit, sample_app)
    any_visit.link("Create an account").click()
    any_visit.field("Username").fill(person.username)
    any_visit.field("E-mail address").fill(person.email)
    for field in page.locator("input[type=password]").all():
        field.fill(person.password)
    any_visit.press("Create account")
    any_visit.press("Allow")
    arrived(any_visit, sample_app, person.username)
