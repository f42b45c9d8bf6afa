"""Several e-mail addresses, by hand: one is added, confirmed, made primary; the former one is removed."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.entrance import forget, is_home_of, is_told
from tests.browser.keys import enter_code, verify_address
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser


def row(visit: Visit, address: str) -> Locator:
    return visit.page.get_by_role("listitem").filter(has=visit.page.get_by_text(address, exact=True))


def press_in(visit: Visit, address: str, name: str) -> None:
    """Press a button in the row of an address."""
    visit.leave_by(row(visit, address).get_by_role("button", name=visit.said(name), exact=True))


def test_somebody_moves_to_another_address_and_signs_in_by_it(any_visit: Visit) -> None:
    visit, person = any_visit, any_visit.become()
    verify_address(visit, person)
    former, person.email = person.email, f"new-{person.email}"
    visit.field("E-mail address").fill(person.email)
    visit.press("Add address")
    enter_code(visit, person, "Confirm")
    is_told(visit, "You have confirmed %(email)s.", email=person.email)
    press_in(visit, person.email, "Make primary")
    is_told(visit, "Primary email address set.")
    expect(row(visit, person.email)).to_contain_text(visit.said("Primary"))
    press_in(visit, former, "Remove")
    is_told(visit, "Removed email address %(email)s.", email=former)
    expect(row(visit, former)).to_have_count(0)
    forget(visit)
    visit.field("Username or e-mail address").fill(former)
    visit.field("Password").fill(person.password)
    visit.press("Sign in")
    expect(visit.page.get_by_role("alert")).to_be_visible()
    visit.field("Username or e-mail address").fill(person.email)
    visit.field("Password").fill(person.password)
    visit.press("Sign in")
    is_home_of(visit, person)
