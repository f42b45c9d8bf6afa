"""The developer console by hand: an application is registered by keyboard alone, checked as typed, and deleted."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.arrivals_developer import CALLBACK, delete, redirect_uri, register
from tests.browser.keyboard import go_to
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser
DELETED = "The application is deleted, and everything that it held is refused."


def tab_to(visit: Visit, name: str) -> None:
    """Press Tab until what has the focus is called so."""
    for _ in range(60):
        visit.page.keyboard.press("Tab")
        focused = visit.page.locator(":focus")
        called = focused.evaluate(
            "e => e.getAttribute('aria-label') || (e.labels && e.labels[0] && e.labels[0].innerText) || e.innerText"
        )
        if re.fullmatch(rf"\s*{re.escape(name)}.*", str(called), re.DOTALL):
            go_to(visit, focused)
            return
    raise AssertionError(f"The keyboard does not reach {name!r}.")


def test_an_application_is_registered_set_up_and_deleted_by_keyboard_alone(visit: Visit) -> None:
    visit.become("alice")
    visit.open("/developer/")
    delete(visit, "By keyboard")
    visit.open("/developer/new/")
    tab_to(visit, "Web application")
    with visit.page.expect_navigation():
        visit.page.keyboard.press("Enter")
    tab_to(visit, "Name")
    visit.page.keyboard.type("By keyboard")
    tab_to(visit, "Redirect URI 1")
    visit.page.keyboard.type(CALLBACK)
    tab_to(visit, "Add another redirect URI")
    with visit.page.expect_navigation():
        visit.page.keyboard.press("Enter")
    expect(redirect_uri(visit, 2)).to_be_focused()
    visit.page.keyboard.type("https://garden.example.org/second")
    with visit.page.expect_navigation():
        visit.page.keyboard.press("Enter")  # in a field, it registers and does not add one more row
    expect(visit.heading("%(name)s is registered", name="By keyboard")).to_be_visible()
    secret = visit.page.locator("#new_secret").inner_text()
    tab_to(visit, "I have copied the secret")
    with visit.page.expect_navigation():
        visit.page.keyboard.press("Enter")
    assert visit.page.url.endswith("/quickstart/")
    assert secret not in visit.page.content()
    tab_to(visit, "Danger zone")
    with visit.page.expect_navigation():
        visit.page.keyboard.press("Enter")
    tab_to(visit, "To delete it, type its name")
    visit.page.keyboard.type("By keyboard")
    with visit.page.expect_navigation():
        visit.page.keyboard.press("Enter")
    expect(visit.page.get_by_role("status")).to_have_text(visit.said(DELETED))


def test_an_address_is_judged_while_it_is_typed(visit: Visit) -> None:
    visit.become("alice")
    visit.open("/developer/new/web/")
    field = redirect_uri(visit, 1)
    field.fill("http://garden.example.org/callback")
    told = visit.page.locator("#id_redirect_uris_1_fault")
    expect(told).to_contain_text("It must begin with https://")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill(CALLBACK)
    expect(told).to_be_empty()
    expect(field).not_to_have_attribute("aria-invalid", "true")
    visit.field("Homepage (optional)").fill("garden")
    expect(visit.page.locator("#id_website_fault")).not_to_be_empty()


def test_the_wizard_and_the_tabs_work_with_and_without_scripts(any_visit: Visit) -> None:
    any_visit.become("alice")
    delete(any_visit, "With or without")
    register(any_visit, name="With or without")
    secret = any_visit.page.locator("#new_secret").inner_text()
    any_visit.link("I have copied the secret: go on to the quickstart").click()
    any_visit.link("Credentials").click()
    any_visit.press("Make a new secret")
    assert any_visit.page.locator("#new_secret").inner_text() != secret
    any_visit.link("Settings").click()
    any_visit.press("Add another redirect URI")
    redirect_uri(any_visit, 2).fill("https://garden.example.org/second")
    any_visit.press("Save settings")
    expect(redirect_uri(any_visit, 2)).to_have_value("https://garden.example.org/second")
    delete(any_visit, "With or without")
    expect(any_visit.page.get_by_role("status")).to_have_text(any_visit.said(DELETED))
