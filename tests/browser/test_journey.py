"""The main journey, by hand: the sample application, sign-in, consent, the API, sign-out."""

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


def test_a_remembered_consent_leads_from_the_sign_in_form_to_the_client(
    any_visit: Visit, sample_app: dict[str, Any], person: Person
) -> None:
    """Chromium holds the whole redirect chain of a form to form-action: the sign-in page must name the client."""
    start(any_visit, sample_app)
    any_visit.sign_in_by_hand(person)
    any_visit.press("Allow")
    arrived(any_visit, sample_app, person.username)
    any_visit.press_there("Sign out")
    start(any_visit, sample_app)
    any_visit.sign_in_by_hand(person)
    arrived(any_visit, sample_app, person.username)


def test_a_mistyped_password_on_the_way_still_leads_to_the_client(
    visit: Visit, sample_app: dict[str, Any], person: Person
) -> None:
    start(visit, sample_app)
    visit.sign_in_by_hand(person)
    visit.press("Allow")
    visit.press_there("Sign out")
    start(visit, sample_app)
    person.password = "mistyped"
    visit.sign_in_by_hand(person)
    person.password = PASSWORD
    visit.sign_in_by_hand(person)
    arrived(visit, sample_app, person.username)


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


def test_whoever_is_signed_in_and_agreed_before_is_asked_nothing(
    visit: Visit, sample_app: dict[str, Any], person: Person
) -> None:
    start(visit, sample_app)
    visit.sign_in_by_hand(person)
    visit.press("Allow")
    arrived(visit, sample_app, person.username)
    visit.page.context.clear_cookies(name="sample_visit")
    start(visit, sample_app)
    arrived(visit, sample_app, person.username)


def test_whoever_says_no_goes_back_without_a_token(
    any_visit: Visit, sample_app: dict[str, Any], person: Person
) -> None:
    start(any_visit, sample_app)
    any_visit.sign_in_by_hand(person)
    any_visit.press("Cancel")
    expect(any_visit.page).to_have_url(f"{sample_app['origin']}/")
    expect(any_visit.page.get_by_role("alert")).to_contain_text("did not allow")


def test_a_scope_that_was_unticked_is_not_granted(visit: Visit, sample_app: dict[str, Any], person: Person) -> None:
    start(visit, sample_app)
    visit.sign_in_by_hand(person)
    visit.field("Change your to-do list").uncheck()
    visit.press("Allow")
    arrived(visit, sample_app, person.username)
    visit.press_there("Add a to-do")
    assert "insufficient_scope" in visit.text() or "403" in visit.text()
    visit.press_there("Read my to-dos")
    assert visit.page.locator(".steps > li").last.get_attribute("class") == "accepted"
