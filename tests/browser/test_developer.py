"""The developer console by hand: an application is registered by keyboard alone, checked as typed, and deleted."""

import pytest
from playwright.sync_api import expect

from tests.browser.arrivals_developer import CALLBACK, redirect_uri
from tests.browser.keyboard import go_to, leave_by, type_into
from tests.browser.visit import Visit
from tests.browser.wizard import developer

pytestmark = pytest.mark.browser
NAME = "By keyboard"
WRONG = (
    "It must begin with https://. Installed applications may also use http://127.0.0.1, or a scheme of their own "
    "with a dot in it, such as org.example.app:/callback."
)
DELETED = "The application is deleted, and everything that it held is refused."


def test_an_application_is_registered_set_up_and_deleted_by_keyboard_alone(any_visit: Visit) -> None:
    visit, page = any_visit, any_visit.page
    developer(visit)
    visit.open("/developer/new/")
    leave_by(visit, visit.link("Web application"))
    type_into(visit, "Name", NAME)
    go_to(visit, redirect_uri(visit, 1))
    page.keyboard.type(CALLBACK)
    leave_by(visit, visit.button("Add another redirect URI"))
    expect(redirect_uri(visit, 2)).to_be_focused()
    page.keyboard.type("https://garden.example.org/second")
    with page.expect_navigation():
        page.keyboard.press("Enter")  # in a field, it registers and does not add one more row
    expect(visit.heading("%(name)s is registered", name=NAME)).to_be_visible()
    secret = page.locator("#new_secret").inner_text()
    leave_by(visit, visit.link("I have copied the secret: go on to the quickstart"))
    assert page.url.endswith("/quickstart/")
    assert secret not in page.content()
    leave_by(visit, visit.link("Danger zone"))
    go_to(visit, visit.field("To delete it, type its name: %(name)s", name=NAME))
    page.keyboard.type(NAME)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(visit.said(DELETED))


def test_an_address_is_judged_while_it_is_typed(each_visit: Visit) -> None:
    visit = each_visit
    visit.become("alice")
    visit.open("/developer/new/web/")
    field = redirect_uri(visit, 1)
    field.fill("http://garden.example.org/callback")
    told = visit.page.locator("#id_redirect_uris_1_fault")
    expect(told).to_have_text(visit.said(WRONG))
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill(CALLBACK)
    expect(told).to_be_empty()
    expect(field).not_to_have_attribute("aria-invalid", "true")
    visit.field("Homepage (optional)").fill("garden")
    expect(visit.page.locator("#id_website_fault")).not_to_be_empty()
