"""The ways in, by hand: a mailed code and the app after it, a key offered at the name, a recovery code."""

import pytest
from playwright.sync_api import expect

from tests.browser.entrance import come_back, come_by_mail, forget, is_home_of
from tests.browser.keys import FACTORS, add_passkey, plug_in, set_up_app, verify_address
from tests.browser.visit import Visit
from tests.live.relying_party import RelyingParty
from tests.soft_authenticator import AuthenticatorApp

pytestmark = pytest.mark.browser


def test_a_mailed_code_signs_in(any_visit: Visit) -> None:
    person = any_visit.become()
    verify_address(any_visit, person)
    come_by_mail(any_visit, person)
    is_home_of(any_visit, person)


def test_after_a_mailed_code_the_app_is_asked_for(any_visit: Visit) -> None:
    person = any_visit.become()
    verify_address(any_visit, person)
    app, _ = set_up_app(any_visit, person)
    come_by_mail(any_visit, person)
    expect(any_visit.heading("One more step")).to_be_visible()
    any_visit.field("Code").fill(app.code())
    any_visit.press("Sign in")
    is_home_of(any_visit, person)


def test_a_recovery_code_stands_in_for_the_app(any_visit: Visit) -> None:
    person = any_visit.become()
    _, codes = set_up_app(any_visit, person)
    come_back(any_visit, person)
    any_visit.field("Code").fill(codes[3])
    any_visit.press("Sign in")
    is_home_of(any_visit, person)
    any_visit.open(FACTORS)
    left = any_visit.said("%(unused)s left", "%(unused)s left", count=9, unused=9)
    expect(any_visit.page.get_by_text(left)).to_be_visible()


def test_recovery_codes_are_copied_downloaded_and_printed_while_they_are_shown(each_visit: Visit) -> None:
    visit, page = each_visit, each_visit.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.add_init_script("window.print = () => { window.printed = true }")
    _, codes = set_up_app(visit, visit.become())
    visit.button("Copy").click()
    expect(visit.words("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").split() == codes
    with page.expect_download() as download:
        visit.button("Download").click()
    assert download.value.suggested_filename == "recovery-codes.txt"
    assert download.value.path().read_text().split() == codes
    visit.button("Print").click()
    assert page.evaluate("window.printed")
    page.reload()
    assert codes[0] not in visit.text()


def test_a_second_factor_is_set_up_on_the_way_to_the_application(any_visit: Visit) -> None:
    any_visit.become()
    client = RelyingParty(any_visit.server, "Sample application")
    any_visit.open(client.request("openid", acr_values="2").url)
    any_visit.link("Set up an authenticator app").click()
    app = AuthenticatorApp(any_visit.field("Key, if the app cannot scan").inner_text().replace(" ", ""))
    any_visit.field("Authenticator code").fill(app.code())
    any_visit.press("Activate")
    any_visit.link("I have kept them: go on").click()
    expect(any_visit.button("Allow")).to_be_visible()


def test_a_key_is_offered_where_the_name_is_typed(each_visit: Visit) -> None:
    plug_in(each_visit)
    person = each_visit.become()
    add_passkey(each_visit, person)
    forget(each_visit)
    each_visit.page.wait_for_url(f"{each_visit.server.issuer}/")
    is_home_of(each_visit, person)
