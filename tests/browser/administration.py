"""The administration by hand: its lists, its search, its buttons."""

from playwright.sync_api import Locator, expect

from tests.browser.visit import Visit

APPLICATIONS = "/admin/oauth_server/application/"


def found(visit: Visit, path: str, text: str) -> Locator:
    """Look something up in a list by its search box; return the one row that is left."""
    visit.open(path)
    visit.page.locator("#searchbar").fill(text)
    visit.leave_by(visit.page.locator("#changelist-search").locator("[type=submit]"))
    row = visit.page.locator("#result_list tbody tr")
    expect(row).to_have_count(1)
    return row


def opened(visit: Visit, path: str, text: str) -> None:
    """Look something up, and open it."""
    visit.leave_by(found(visit, path, text).locator("th a"))


def done_to(visit: Visit, path: str, text: str, action: str) -> None:
    """Look something up, and choose what is done to it."""
    found(visit, path, text).locator("[name=_selected_action]").check()
    visit.page.locator("select[name=action]").select_option(label=visit.said(action))
    visit.press("Go")


def told(visit: Visit, words: str, **values: object) -> None:
    """See what the page says of what was done."""
    expect(visit.page.locator(".messagelist")).to_contain_text(visit.said(words, **values))
