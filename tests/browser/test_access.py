"""Access is looked at and ended by hand: by keyboard alone, with scripts and without."""

import pytest
import requests
from playwright.sync_api import expect

from tests.browser.arrivals_access import ACCESS, NEW_KEY, fill
from tests.browser.keyboard import go_to
from tests.browser.visit import Visit
from tests.live.relying_party import RelyingParty

pytestmark = pytest.mark.browser
GONE = "{name} can no longer act for you. It will ask you before it can again."
NONE = "No application acts for you. When you sign in to one with this account, it appears here."


def test_an_application_is_revoked_by_keyboard(any_visit: Visit) -> None:
    person, page = any_visit.become(), any_visit.page
    party = RelyingParty(any_visit.server, "Sample application")
    tokens = party.tokens(person, "openid account:read offline_access")
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    whoami = f"{any_visit.server.issuer}/api/whoami/"
    assert requests.get(whoami, headers=bearer, timeout=10).status_code == 200
    any_visit.open(ACCESS)
    row = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Sample application"))
    go_to(any_visit, row.locator("summary").filter(has_text=any_visit.said("Revoke")))
    page.keyboard.press("Enter")
    go_to(any_visit, row.get_by_role("button", name=any_visit.said("Revoke its access")))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    gone = any_visit.said(GONE, name="Sample application")
    expect(page.get_by_role("status")).to_contain_text(gone)
    expect(any_visit.words(NONE)).to_be_visible()
    assert requests.get(whoami, headers=bearer, timeout=10).status_code == 401


def test_a_key_is_made_by_keyboard_and_works(any_visit: Visit) -> None:
    any_visit.become()
    page = any_visit.page
    any_visit.open(ACCESS)
    go_to(any_visit, any_visit.link("Make a key"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    go_to(any_visit, any_visit.field("Name"))
    page.keyboard.type("Backup of my list")
    go_to(any_visit, any_visit.field("See your to-do list"))
    page.keyboard.press("Space")
    go_to(any_visit, page.get_by_role("radio", name=any_visit.said("30 days")))
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    key = page.locator("#key").inner_text()
    answer = requests.get(f"{any_visit.server.issuer}/api/v1/todo/", headers={"X-API-Key": key}, timeout=10)
    assert answer.status_code == 200
    any_visit.open(ACCESS)
    expect(page.get_by_role("heading", name="Backup of my list")).to_be_visible()
    assert key not in page.content()


def test_the_button_copies_the_key(each_visit: Visit) -> None:
    visit, page = each_visit, each_visit.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=visit.server.issuer)
    visit.become()
    visit.open(NEW_KEY)
    visit.field("Name").fill("A key")
    visit.field("See your to-do list").check()
    visit.press("Make the key")
    visit.button("Copy the key").click()
    expect(visit.button("Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#key").inner_text()


def test_it_was_not_me_ends_everything_and_leads_to_a_new_password(any_visit: Visit) -> None:
    visit, page = any_visit, any_visit.page
    person = visit.become()
    fill(visit, person)
    visit.open(ACCESS)
    go_to(visit, visit.link("It was not me"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    visit.press("End everything")
    expect(visit.heading("Everything has ended")).to_be_visible()
    with page.expect_navigation():
        visit.link("Sign in and set a new password").click()
    visit.sign_in_by_hand(person)
    expect(visit.heading("Change your password")).to_be_visible()
    visit.open(ACCESS)
    expect(visit.words(NONE)).to_be_visible()
    expect(visit.words("You have no key.")).to_be_visible()
