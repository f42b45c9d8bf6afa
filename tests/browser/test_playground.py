"""The playground by hand: built, sent, allowed, explained, called, refreshed, revoked; with JavaScript and without."""

import pytest
from playwright.sync_api import expect

from tests.browser import arrivals_playground as playground
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser


def test_somebody_walks_it_from_the_request_to_the_revocation(any_visit: Visit) -> None:
    visit = any_visit
    visit.become("alice")
    visit.open("/developer/")
    visit.page.get_by_role("main").get_by_role("link", name="playground").click()
    visit.page.get_by_label("todo:read").check()
    visit.press("Build the request")
    expect(visit.page.get_by_text("Nothing has been sent yet")).to_be_visible()
    playground.send(visit)
    assert visit.page.url == f"{visit.server.issuer}{playground.PATH}"
    expect(visit.page.get_by_role("heading", name="ID token")).to_be_visible()
    expect(visit.page.get_by_text("Not so:")).to_have_count(0)
    called(visit, "/api/whoami/", "200")
    called(visit, "/api/v1/reports/", "403")
    visit.press("Refresh")
    expect(visit.page.get_by_text("exchanged for new tokens")).to_be_visible()
    visit.press("Revoke")
    called(visit, "/api/whoami/", "401")
    visit.press("Start over")
    expect(visit.page.get_by_role("button", name="Build the request")).to_be_visible()


def called(visit: Visit, path: str, status: str) -> None:
    """Call an address with the tokens, and see how it answers."""
    visit.page.get_by_label("Address").select_option(path)
    visit.press("Call it")
    expect(visit.page.get_by_text(status, exact=True)).to_be_visible()
