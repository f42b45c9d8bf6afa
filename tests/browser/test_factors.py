"""Second factors over their whole life, by hand: set up, named, used, made anew, taken off."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.entrance import come_back, forget, is_home_of, is_told
from tests.browser.keys import FACTORS, add_passkey, by_buttons_only, plug_in, recovery_codes, set_up_app
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser


def link(visit: Visit, verb: str, what: str) -> Locator:
    """Return the link of a row, whose name says what the row is about."""
    return visit.page.get_by_role("link", name=f"{visit.said(verb)} {visit.said(what)}", exact=True)


def test_new_recovery_codes_end_the_old_ones(any_visit: Visit) -> None:
    visit, person = any_visit, any_visit.become()
    _, old = set_up_app(visit, person)
    visit.leave_by(visit.link("I have kept them"))
    visit.leave_by(visit.link("Make new ones"))
    visit.press("Make new codes")
    expect(visit.heading("Recovery codes")).to_be_visible()
    fresh = recovery_codes(visit)
    assert len(fresh) == 10
    assert not {*old} & {*fresh}
    come_back(visit, person)
    visit.field("Code").fill(old[0])
    visit.press("Sign in")
    expect(visit.words("Incorrect code.")).to_be_visible()
    visit.field("Code").fill(fresh[0])
    visit.press("Sign in")
    is_home_of(visit, person)


def test_without_the_app_the_password_alone_signs_in_again(any_visit: Visit) -> None:
    visit, person = any_visit, any_visit.become()
    set_up_app(visit, person)
    visit.leave_by(visit.link("I have kept them"))
    visit.leave_by(link(visit, "Deactivate", "the authenticator app"))
    visit.press("Deactivate")
    is_told(visit, "Authenticator app deactivated.")
    expect(link(visit, "Set up", "an authenticator app")).to_be_visible()
    come_back(visit, person)
    is_home_of(visit, person)


def test_a_passkey_is_added_renamed_used_and_removed(each_visit: Visit) -> None:
    visit, person = each_visit, each_visit.become()
    plug_in(visit)
    by_buttons_only(visit)
    add_passkey(visit, person)
    visit.leave_by(visit.link("I have kept them"))
    visit.leave_by(link(visit, "Manage", "passkeys and security keys"))
    expect(visit.words("Not used yet.")).to_be_visible()
    visit.leave_by(visit.link("Rename"))
    visit.field("Name").fill("The key on my desk")
    visit.press("Save")
    expect(visit.page.get_by_text("The key on my desk", exact=True)).to_be_visible()
    forget(visit)
    visit.press("Sign in with a passkey")
    is_home_of(visit, person)
    visit.open(f"{FACTORS}webauthn/")
    used = re.escape(visit.said("Used %(used)s.", used="?")).replace(r"\?", ".+")
    expect(visit.page.get_by_text(re.compile(used))).to_be_visible()
    visit.leave_by(visit.link("Remove"))
    visit.press("Remove")
    is_told(visit, "Passkey or security key removed.")
    expect(visit.words("You have none yet.")).to_be_visible()
    come_back(visit, person)
    is_home_of(visit, person)
