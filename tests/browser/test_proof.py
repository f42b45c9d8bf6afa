"""Before a sensitive change the person proves once more who they are, by hand: the password, the app, a key."""

import pytest
from playwright.sync_api import expect

from tests.browser.entrance import come_by_mail
from tests.browser.keys import add_passkey, by_buttons_only, plug_in, recovery_codes, verify_address
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser
PROOF = "/accounts/reauthenticate/?next=/account/export/"


def test_whoever_came_by_mail_alone_gives_the_password_before_their_data(any_visit: Visit) -> None:
    visit, person = any_visit, any_visit.become()
    verify_address(visit, person)
    come_by_mail(visit, person)
    visit.open("/account/export/")
    expect(visit.heading("Confirm that it is you")).to_be_visible()
    visit.field("Password").fill("mistyped")
    visit.press("Confirm")
    expect(visit.words("This is not your password.")).to_be_visible()
    visit.field("Password").fill(person.password)
    visit.press("Confirm")
    expect(visit.heading("Download your data")).to_be_visible()


def test_a_recovery_code_or_a_key_proves_it_as_well(each_visit: Visit) -> None:
    visit, person = each_visit, each_visit.become()
    plug_in(visit)
    by_buttons_only(visit)
    add_passkey(visit, person)
    code = recovery_codes(visit)[0]
    visit.open(PROOF)
    visit.leave_by(visit.link("Use a code"))
    visit.field("Code").fill(code)
    visit.press("Confirm")
    expect(visit.heading("Download your data")).to_be_visible()
    visit.open(PROOF)
    visit.leave_by(visit.link("Use a passkey or security key"))
    visit.press("Use a passkey or security key")
    expect(visit.heading("Download your data")).to_be_visible()
