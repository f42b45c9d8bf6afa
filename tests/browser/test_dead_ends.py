"""Where a way ends: the page says why, changes nothing, and leads back."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.arrivals_errors import forged_form
from tests.browser.entrance import is_home_of
from tests.browser.landing import Landing
from tests.browser.visit import Visit
from tests.live.person import Person
from tests.live.relying_party import RelyingParty

pytestmark = pytest.mark.browser


def test_a_wrong_redirect_uri_sends_nobody_there(any_visit: Visit, sample_app: dict[str, Any]) -> None:
    visit, person = any_visit, any_visit.become()
    landing = Landing(visit, sample_app)
    elsewhere = RelyingParty(visit.server, "Sample application", redirect_uri="https://attacker.example/callback")
    visit.open(elsewhere.request("openid").url)
    expect(visit.heading("This sign-in cannot go on")).to_be_visible()
    expect(visit.page.get_by_text("Mismatching redirect URI")).to_be_visible()
    assert visit.page.url.startswith(visit.server.issuer)
    assert visit.page.get_by_role("link").filter(has_text="attacker").count() == 0
    visit.leave_by(visit.link("Home"))
    is_home_of(visit, person)
    landing.ask("openid")
    expect(visit.button("Allow")).to_be_visible()


def test_a_decision_that_was_made_before_is_not_made_again(any_visit: Visit, sample_app: dict[str, Any]) -> None:
    visit, person = any_visit, any_visit.become()
    landing = Landing(visit, sample_app)
    landing.ask("openid profile")
    visit.press("Allow")
    visit.page.go_back()
    expect(visit.heading("This sign-in cannot go on")).to_be_visible()
    visit.leave_by(visit.link("Home"))
    is_home_of(visit, person)


def test_a_form_that_is_out_of_date_leads_back_to_itself(any_visit: Visit, person: Person) -> None:
    visit = any_visit
    forged_form(visit)
    expect(visit.heading("This form is out of date")).to_be_visible()
    visit.leave_by(visit.link("Back"))
    visit.sign_in_by_hand(person)
    is_home_of(visit, person)


def test_an_address_that_nothing_has_leads_home(any_visit: Visit) -> None:
    any_visit.open("/account/no-such-page/")
    expect(any_visit.heading("There is nothing here")).to_be_visible()
    any_visit.leave_by(any_visit.link("Home"))
    assert any_visit.page.url == f"{any_visit.server.issuer}/"


def test_an_application_that_asks_to_sign_the_person_out_is_told_no_and_yes(any_visit: Visit) -> None:
    visit, person = any_visit, any_visit.become()
    visit.open("/o/logout/")
    visit.press("Stay signed in")
    is_home_of(visit, person)
    visit.open("/o/logout/")
    visit.press("Sign out")
    expect(visit.heading("You are signed out")).to_be_visible()
    visit.leave_by(visit.link("Sign in again"))
    visit.sign_in_by_hand(person)
    is_home_of(visit, person)


def test_whoever_was_signed_out_meanwhile_signs_in_and_decides_all_the_same(
    any_visit: Visit, sample_app: dict[str, Any]
) -> None:
    visit, landing, person = any_visit, Landing(any_visit, sample_app), any_visit.become()
    asked = landing.ask("openid profile")
    visit.page.context.clear_cookies(name="sessionid")
    visit.press("Allow")
    visit.sign_in_by_hand(person)
    visit.press("Allow")
    assert landing.tokens(asked)["scope"] == "openid profile"
