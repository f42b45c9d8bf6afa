"""Sign-in and consent by keyboard alone (WCAG 2.2, 2.1.1 and 2.4.7)."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.entrance import forget
from tests.browser.keyboard import go_to, leave_by, type_into
from tests.browser.keys import add_passkey, by_buttons_only, plug_in, set_up_app
from tests.browser.visit import Visit
from tests.live.person import Person

pytestmark = pytest.mark.browser


def sign_in(visit: Visit, person: Person) -> None:
    """Sign in by password on the page that is open."""
    type_into(visit, "Username or e-mail address", person.username)
    type_into(visit, "Password", person.password)
    leave_by(visit, visit.button("Sign in"))


def asked(visit: Visit, sample_app: dict[str, Any], person: Person) -> None:
    """Go from the sample application to what it asks for."""
    visit.open(sample_app["origin"])
    leave_by(visit, visit.button_there("Sign in with oauth-server"))
    sign_in(visit, person)
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text("Sample application")


def test_password_and_app_sign_in_by_keyboard(any_visit: Visit) -> None:
    person = any_visit.become()
    app, _ = set_up_app(any_visit, person)
    forget(any_visit)
    sign_in(any_visit, person)
    type_into(any_visit, "Code", app.code())
    leave_by(any_visit, any_visit.button("Sign in"), "Space")
    expect(any_visit.page.get_by_role("heading", level=1)).to_contain_text(person.username)


def test_a_passkey_signs_in_by_keyboard(each_visit: Visit) -> None:
    visit, person = each_visit, each_visit.become()
    plug_in(visit)
    by_buttons_only(visit)
    add_passkey(visit, person)
    forget(visit)
    leave_by(visit, visit.button("Sign in with a passkey"))
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text(person.username)


def test_one_scope_is_unticked_and_the_rest_allowed_by_keyboard(
    any_visit: Visit, sample_app: dict[str, Any], person: Person
) -> None:
    asked(any_visit, sample_app, person)
    tick = any_visit.field("Change your to-do list")
    go_to(any_visit, tick)
    any_visit.page.keyboard.press("Space")
    expect(tick).not_to_be_checked()
    leave_by(any_visit, any_visit.button("Allow"))
    expect(any_visit.page).to_have_url(f"{sample_app['origin']}/")
    leave_by(any_visit, any_visit.button_there("Read my to-dos"))
    assert any_visit.page.locator(".steps > li").last.get_attribute("class") == "accepted"
    leave_by(any_visit, any_visit.button_there("Add a to-do"))
    assert any_visit.page.locator(".steps > li").last.get_attribute("class") == "refused"


def test_an_application_is_told_no_by_keyboard(any_visit: Visit, sample_app: dict[str, Any], person: Person) -> None:
    asked(any_visit, sample_app, person)
    leave_by(any_visit, any_visit.button("Cancel"), "Space")
    expect(any_visit.page).to_have_url(f"{sample_app['origin']}/")
    expect(any_visit.page.get_by_role("alert")).to_contain_text("did not allow")
