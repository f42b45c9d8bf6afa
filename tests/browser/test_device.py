"""A device is let in, by hand: the code of the television, typed or followed, and the decision about it."""

import pytest
from playwright.sync_api import expect

from tests.browser.keyboard import go_to, leave_by, type_into
from tests.browser.visit import Visit
from tests.live.device import Device
from tests.live.person import Person

pytestmark = pytest.mark.browser
SCOPE = "openid profile todo:read"
WRONG = "This code is not good, or not any more. Compare it with your device, or let it show you a new one."


def test_somebody_types_the_code_signs_in_compares_and_allows(any_visit: Visit, person: Person) -> None:
    device, page = Device(any_visit.server, "Television"), any_visit.page
    shown = device.begin(SCOPE)
    any_visit.open("/device")
    any_visit.sign_in_by_hand(person)
    expect(any_visit.field("Code")).to_be_focused()
    page.keyboard.type(shown["user_code"].lower().replace("-", " "))
    any_visit.press("Continue")
    expect(page.get_by_text(shown["user_code"])).to_be_visible()
    expect(any_visit.heading("%(name)s asks to act for you, on a device", name="Television")).to_be_visible()
    any_visit.field("See your to-do list").uncheck()
    assert device.poll(shown["device_code"]).json()["error"] == "authorization_pending"
    any_visit.press("Allow")
    expect(any_visit.heading("You can go back to your device")).to_be_visible()
    page.reload()
    expect(any_visit.heading("You can go back to your device")).to_be_visible()
    answer = device.poll(shown["device_code"])
    assert answer.json()["scope"] == "openid profile", answer.text


def test_the_complete_address_shows_the_code_and_waits_for_the_answer(any_visit: Visit, person: Person) -> None:
    device, page = Device(any_visit.server, "Television"), any_visit.page
    shown = device.begin(SCOPE)
    any_visit.open(shown["verification_uri_complete"])
    any_visit.sign_in_by_hand(person)
    expect(page.get_by_text(shown["user_code"])).to_be_visible()
    any_visit.press("Cancel")
    expect(any_visit.heading("You did not allow it")).to_be_visible()
    assert device.poll(shown["device_code"]).json()["error"] == "access_denied"
    any_visit.open(shown["verification_uri_complete"])
    expect(any_visit.words(WRONG)).to_be_visible()


def test_a_link_on_another_site_only_fills_the_code_in(each_visit: Visit) -> None:
    visit, shown = each_visit, Device(each_visit.server, "Television").begin(SCOPE)
    visit.become()
    elsewhere = "http://127.0.0.1:9/"
    link = f'<a href="{shown["verification_uri_complete"]}">You have won</a>'
    visit.page.route(elsewhere, lambda route: route.fulfill(content_type="text/html", body=link))
    visit.open(elsewhere)
    visit.page.get_by_role("link").click()
    expect(visit.field("Code")).to_have_value(shown["user_code"])
    visit.press("Continue")
    expect(visit.button("Allow")).to_be_visible()


def test_a_wrong_code_a_right_one_and_the_whole_decision_go_by_keyboard(any_visit: Visit) -> None:
    visit, device = any_visit, Device(any_visit.server, "Television")
    shown = device.begin(SCOPE)
    visit.become()
    visit.open("/device")
    type_into(visit, "Code", "BBBB-BBBB")
    leave_by(visit, visit.button("Continue"))
    expect(visit.words(WRONG)).to_be_visible()
    visit.page.keyboard.press("ControlOrMeta+a")
    type_into(visit, "Code", shown["user_code"])
    leave_by(visit, visit.button("Continue"))
    go_to(visit, visit.button("Cancel"))
    leave_by(visit, visit.button("Allow"), "Space")
    expect(visit.heading("You can go back to your device")).to_be_visible()
    assert device.poll(shown["device_code"]).status_code == 200
    visit.open("/device?shown=none")
    leave_by(visit, visit.link("Type another code"))
    expect(visit.field("Code")).to_be_focused()
