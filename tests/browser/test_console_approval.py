"""An application that waits: an administrator refuses it with a reason, is asked again, and approves it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser import administration
from tests.browser.administration import APPLICATIONS
from tests.browser.visit import Visit
from tests.browser.wizard import asked_for_token, developer, registered

pytestmark = pytest.mark.browser
CHANGED = "Changed: %(changed)s. Left as they were: %(left)s."
POLICY = "/admin/oauth_server/developerpolicy/1/change/"
REASON = "Nobody knows what this one is for."


@pytest.fixture
def administrator(any_visit: Visit, walk: Callable[..., Visit]) -> Iterator[Visit]:
    """An administrator in a browser of their own, who lets every application wait meanwhile."""
    visit = walk(any_visit.language)
    visit.become("adam")
    let_wait(visit, "all")
    yield visit
    let_wait(visit, "none")


def let_wait(visit: Visit, which: str) -> None:
    """Say on the page of the policy what waits."""
    visit.open(POLICY)
    visit.page.locator("select[name=waits]").select_option(which)
    visit.press("Save")


def state(visit: Visit, words: str) -> None:
    """Look at one's application again, and see how it stands."""
    visit.page.reload()
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text(visit.said(words))


def test_one_is_refused_asks_again_and_is_approved(any_visit: Visit, administrator: Visit) -> None:
    visit = any_visit
    developer(visit)
    visit.open("/developer/new/")
    client = registered(visit, "Machine")
    state(visit, "Waits for approval")
    assert asked_for_token(visit, client).status_code == 401
    administration.done_to(administrator, APPLICATIONS, client["client_id"], "Refuse the selected applications")
    administrator.field("Reason").fill(REASON)
    administrator.press("Refuse")
    administration.told(administrator, CHANGED, changed=1, left=0)
    state(visit, "Refused")
    expect(visit.words("The reason given: %(reason)s", reason=REASON)).to_be_visible()
    visit.press("Ask again")
    expect(visit.page.get_by_role("status")).to_have_text(
        visit.said("An administrator looks at it again. You are told by e-mail.")
    )
    state(visit, "Waits for approval")
    administration.done_to(administrator, APPLICATIONS, client["client_id"], "Approve the selected applications")
    expect(administrator.page.get_by_role("heading", name=client["name"], exact=True)).to_be_visible()
    administrator.press("Approve")
    administration.told(administrator, CHANGED, changed=1, left=0)
    state(visit, "Live")
    assert asked_for_token(visit, client).status_code == 200
