"""What people do with their account, by hand: sign-up, verification, reset, change, sign-out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

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


def test_a_forgotten_password_is_set_anew_by_a_mailed_link(any_visit: Visit) -> None:
    page, server = any_visit.page, any_visit.server
    person = any_visit.become()
    verify_address(any_visit, person)
    page.context.clear_cookies()
    any_visit.open("/accounts/password/reset/")
    any_visit.field("E-mail address").fill(person.email)
    any_visit.submit()
    any_visit.open(server.link_mailed_to(person.email))
    for field in page.locator("input[type=password]").all():
        field.fill(NEW_PASSWORD)
    any_visit.submit()
    any_visit.open("/accounts/login/")
    any_visit.sign_in_by_hand(person)
    expect(any_visit.heading("Sign in")).to_be_visible()
    person.password = NEW_PASSWORD
    any_visit.sign_in_by_hand(person)
    expect(page.get_by_role("heading", level=1)).to_contain_text(person.username)


def test_a_changed_password_keeps_this_browser_and_ends_the_other(
    visit: Visit, new_context: Callable[..., BrowserContext]
) -> None:
    person = visit.become()
    with new_context().new_page() as other_page:
        other = Visit(other_page, visit.server)
        other.open("/accounts/login/")
        other.sign_in_by_hand(person)
        visit.open("/accounts/password/change/")
        current, *fresh = visit.page.locator("input[type=password]").all()
        current.fill(person.password)
        for field in fresh:
            field.fill(NEW_PASSWORD)
        visit.submit()
        visit.open("/")
        expect(visit.page.get_by_role("heading", level=1)).to_contain_text(person.username)
        other.open("/")
        expect(other.page.get_by_role("navigation").get_by_role("link", name="Sign in")).to_be_visible()


def test_the_pages_of_an_account_are_reached_by_keyboard_on_a_phone(any_visit: Visit) -> None:
    any_visit.become()
    page = any_visit.page
    page.set_viewport_size({"width": 360, "height": 800})
    any_visit.open("/accounts/email/")
    for name, path in (("Password", "/accounts/password/change/"), ("Passkeys and two-factor", "/accounts/2fa/")):
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


def test_the_sign_out_page_asks_first(any_visit: Visit) -> None:
    any_visit.become()
    any_visit.open("/accounts/logout/")
    any_visit.press("Sign out")
    expect(any_visit.page.get_by_role("navigation").get_by_role("link", name=any_visit.said("Sign in"))).to_be_visible()
