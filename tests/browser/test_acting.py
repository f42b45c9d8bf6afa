"""An administrator acts for a person by hand: a reason, what to see, a banner, and its end; the person reads why."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser import administration
from tests.browser.arrivals_administration import administrator
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser
REASON = "Ticket 4711: the list shows nothing"
BANNER = "Reason: %(reason)s. What you read here is what this person reads, and they know that you do."


def test_somebody_is_acted_for_and_reads_why(any_visit: Visit, walk: Callable[..., Visit]) -> None:
    visit, person = any_visit, walk(any_visit.language)
    whose = person.become()
    administrator(visit)
    administration.opened(visit, "/admin/accounts/user/", whose.username)
    visit.leave_by(visit.link("Act for this person"))
    visit.press("Act for this person")
    expect(visit.page.locator(".errorlist").first).to_be_visible()
    visit.page.locator("[name=reason]").fill(REASON)
    visit.page.locator("[name=scopes][value='todo:read']").check()
    visit.press("Act for this person")
    expect(visit.page.get_by_role("main")).to_contain_text(visit.said(BANNER, reason=REASON))
    operation = visit.page.locator("#todo_list")
    operation.locator("summary").click()
    visit.leave_by(operation.get_by_role("button", name=visit.said("Read it as %(name)s", name=whose.username)))
    expect(visit.page.get_by_text("200 OK")).to_be_visible()
    person.open("/account/access/")
    expect(person.heading("An administrator acts for you right now")).to_be_visible()
    visit.press("Stop acting")
    expect(visit.page.get_by_role("status")).to_have_text(visit.said("You act for nobody any more."))
    person.open("/account/activity/")
    told = "An administrator began to act for this account. The reason given: %(reason)s"
    expect(person.words(told, reason=REASON)).to_be_visible()
    person.open("/account/access/")
    expect(person.heading("An administrator acts for you right now")).to_have_count(0)
