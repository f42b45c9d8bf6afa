"""The ways in, by hand: a mailed code and the app after it, a key offered at the name, a recovery code."""

import pytest
from playwright.sync_api import expect

from tests.browser.keys import FACTORS, add_passkey, enter_code, plug_in, set_up_app, verify_address
from tests.browser.visit import Visit
from tests.live.person import Person
from tests.live.relying_party import RelyingParty
from tests.soft_authenticator import UNHURRIED, AuthenticatorApp

pytestmark = pytest.mark.browser


def ask_for_code(visit: Visit, person: Person) -> None:
    """Ask for a code, beginning at the sign-in page, and enter it."""
    visit.page.context.clear_cookies()
    visit.open("/accounts/login/")
    visit.link("E-mail me a code").click()
    visit.field("E-mail address").fill(person.email)
    visit.press("E-mail me a code")
    expect(visit.heading("Enter the code")).to_be_visible()
    enter_code(visit, person, "Sign in")


def is_home_of(visit: Visit, person: Person) -> None:
    visit.open("/")
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text(person.username)


def test_a_mailed_code_signs_in(any_visit: Visit) -> None:
    person = any_visit.become()
    verify_address(any_visit, person)
    ask_for_code(any_visit, person)
    is_home_of(any_visit, person)


def test_after_a_mailed_code_the_app_is_asked_for(any_visit: Visit) -> None:
    person = any_visit.become()
    verify_address(any_visit, person)
    app, _ = set_up_app(any_visit, person)
    ask_for_code(any_visit, person)
    expect(any_visit.heading("Second factor")).to_be_visible()
    any_visit.field("Code").fill(app.code())
    any_visit.press("Sign in")
    is_home_of(any_visit, person)


def test_a_recovery_code_stands_in_for_the_app(any_visit: Visit) -> None:
    person = any_visit.become()
    _, codes = set_up_app(any_visit, person)
    any_visit.page.context.clear_cookies()
    any_visit.open("/accounts/login/")
    any_visit.sign_in_by_hand(person)
    any_visit.field("Code").fill(codes[3])
    any_visit.press("Sign in")
    is_home_of(any_visit, person)
    any_visit.open(FACTORS)
    left = any_visit.said("%(unused)s left", "%(unused)s left", count=9, unused=9)
    expect(any_visit.page.get_by_text(left)).to_be_visible()


def test_recovery_codes_are_copied_and_downloaded_while_they_are_shown(visit: Visit) -> None:
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    _, codes = set_up_app(visit, visit.become())
    visit.button("Copy").click()
    expect(visit.words("Copied.")).to_be_visible()
    assert visit.page.evaluate("navigator.clipboard.readText()").split() == codes
    with visit.page.expect_download() as download:
        visit.button("Download").click()
    assert download.value.suggested_filename == "recovery-codes.txt"
    assert download.value.path().read_text().split() == codes
    visit.page.reload()
    assert codes[0] not in visit.text()


def test_a_second_factor_is_set_up_on_the_way_to_the_application(any_visit: Visit) -> None:
    any_visit.become()
    client = RelyingParty(any_visit.server, "Sample application")
    any_visit.open(client.request("openid", acr_values="2").url)
    any_visit.link("Set up an authenticator app").click()
    app = AuthenticatorApp(any_visit.field("Key, if the app cannot scan").inner_text().replace(" ", ""))
    any_visit.field("Authenticator code").fill(app.before(UNHURRIED))
    any_visit.press("Activate")
    any_visit.link("I have kept them: go on").click()
    expect(any_visit.button("Allow")).to_be_visible()


def test_a_key_is_offered_where_the_name_is_typed(visit: Visit) -> None:
    plug_in(visit)
    person = visit.become()
    add_passkey(visit, person)
    visit.page.context.clear_cookies()
    visit.open("/accounts/login/")
    visit.page.wait_for_url(f"{visit.server.issuer}/")
    is_home_of(visit, person)
