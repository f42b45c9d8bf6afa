"""The playground by hand: built, sent, allowed, explained, called, refreshed, revoked; with JavaScript and without."""

import pytest
from playwright.sync_api import expect

from tests.browser import arrivals_playground as playground
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser
NOT_SENT = "This is the whole address that the browser is sent to. Nothing has been sent yet."


def test_somebody_walks_it_from_the_request_to_the_revocation(any_visit: Visit) -> None:
    visit = any_visit
    visit.become("alice")
    visit.open("/developer/")
    visit.link("Try a sign-in step by step in the playground").click()
    visit.page.get_by_label("todo:read").check()
    visit.press("Build the request")
    expect(visit.words(NOT_SENT)).to_be_visible()
    playground.send(visit)
    assert visit.page.url == f"{visit.server.issuer}{playground.PATH}"
    expect(visit.heading("ID token")).to_be_visible()
    expect(visit.words("Not so:")).to_have_count(0)
    called(visit, "/api/whoami/", "200")
    called(visit, "/api/v1/reports/", "403")
    visit.press("Refresh")
    expect(visit.words("The refresh token was exchanged for new tokens; the old one is used up.")).to_be_visible()
    visit.press("Revoke")
    called(visit, "/api/whoami/", "401")
    visit.press("Start over")
    expect(visit.button("Build the request")).to_be_visible()


def called(visit: Visit, path: str, status: str) -> None:
    """Call an address with the tokens, and see how it answers."""
    visit.field("Address").select_option(path)
    visit.press("Call it")
    expect(visit.page.get_by_text(status, exact=True)).to_be_visible()
