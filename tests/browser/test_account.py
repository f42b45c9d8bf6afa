"""What people do with their account, by hand: sign-up, verification, reset, change, sign-out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.entrance import come_back, forget, is_home_of, is_told
from tests.browser.keys import enter_code, verify_address
from tests.browser.visit import Visit
from tests.live.person import Person

pytestmark = pytest.mark.browser
NEW_PASSWORD = "a heron at the weir"


def test_a_newcomer_signs_up_and_verifies_the_address(any_visit: Visit) -> None:
    person, page = Person(any_visit.server), any_visit.page
    person.close()
    any_visit.open("/accounts/signup/")
    any_visit.field("Username").fill(person.username)
    any_visit.field("E-mail address").fill(person.email)
    for field in page.locator("input[type=password]").all():
        field.fill(person.password)
    any_visit.press("Create account")
    expect(any_visit.heading("Confirm your address")).to_be_visible()
    enter_code(any_visit, person, "Confirm")
    expect(any_visit.heading("E-mail addresses")).to_be_visible()
    expect(any_visit.words("Confirmed", exact=True)).to_be_visible()


def test_a_forgotten_password_is_set_anew_by_a_mailed_link_that_is_good_once(any_visit: Visit) -> None:
    visit, person = any_visit, any_visit.become()
    verify_address(visit, person)
    forget(visit)
    visit.open("/accounts/password/reset/")
    visit.field("E-mail address").fill(person.email)
    visit.press("Send the link")
    expect(visit.heading("Check your e-mail")).to_be_visible()
    link = visit.server.link_mailed_to(person.email)
    visit.open(link)
    for field in visit.page.locator("input[type=password]").all():
        field.fill(NEW_PASSWORD)
    visit.press("Change password")
    expect(visit.heading("Password changed")).to_be_visible()
    visit.open(link)
    expect(visit.heading("This link no longer works")).to_be_visible()
    visit.leave_by(visit.link("Ask for a new link"))
    visit.leave_by(visit.link("Back to sign-in"))
    visit.sign_in_by_hand(person)
    expect(visit.heading("Sign in")).to_be_visible()
    person.password = NEW_PASSWORD
    visit.sign_in_by_hand(person)
    is_home_of(visit, person)


def test_a_changed_password_keeps_this_browser_and_ends_the_other(any_visit: Visit, walk: Callable[..., Visit]) -> None:
    visit, other, person = any_visit, walk(any_visit.language), any_visit.become()
    come_back(other, person)
    visit.open("/accounts/password/change/")
    visit.field("Current password").fill(person.password)
    visit.field("New password").fill(NEW_PASSWORD)
    visit.field("New password (again)").fill(NEW_PASSWORD)
    visit.press("Change password")
    is_told(visit, "Password successfully changed.")
    is_home_of(visit, person)
    other.open("/account/")
    expect(other.heading("Sign in")).to_be_visible()
    person.password = NEW_PASSWORD
    other.sign_in_by_hand(person)
    is_home_of(other, person)


def test_the_pages_of_an_account_are_reached_by_keyboard_on_a_phone(any_visit: Visit) -> None:
    any_visit.become()
    page = any_visit.page
    page.set_viewport_size({"width": 360, "height": 800})
    any_visit.open("/accounts/email/")
    for name, path in (("Password", "/accounts/password/change/"), ("Passkeys and codes", "/accounts/2fa/")):
        tabs = page.get_by_role("navigation", name=any_visit.said("Sign-in"))
        tab = tabs.get_by_role("link", name=any_visit.said(name))
        expect(tab).to_be_in_viewport()
        for _ in range(20):
            if tab.evaluate("tab => tab === document.activeElement"):
                break
            page.keyboard.press("Tab")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert path in page.url


def test_the_menu_signs_out(any_visit: Visit) -> None:
    any_visit.become()
    any_visit.open("/")
    menu = any_visit.page.get_by_role("navigation", name=any_visit.said("Main"))
    menu.locator("summary").click()
    menu.get_by_role("button", name=any_visit.said("Sign out")).click()
    expect(menu.get_by_role("link", name=any_visit.said("Sign in"))).to_be_visible()
