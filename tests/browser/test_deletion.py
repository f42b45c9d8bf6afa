"""An account is closed, and kept, by hand: at the next sign-in, or by the link of the mail."""

import pytest
import requests
from playwright.sync_api import expect

from tests.browser.entrance import come_back, is_home_of, is_told
from tests.browser.keys import verify_address
from tests.browser.visit import Visit
from tests.live.person import Person
from tests.live.relying_party import RelyingParty

pytestmark = pytest.mark.browser


def close(visit: Visit, person: Person) -> None:
    """Close the account, beginning at the profile; another name than one's own does not."""
    visit.open("/account/")
    visit.leave_by(visit.link("Delete your account"))
    name = visit.field("Type your username, %(name)s, to confirm", name=person.username)
    name.fill("somebody-else")
    visit.press("Delete my account")
    expect(visit.words("This is not your username.")).to_be_visible()
    name.fill(person.username)
    visit.press("Delete my account")
    told = visit.said("Your account is closed, and will be deleted on %(day)s. To keep it, sign in until then.")
    expect(visit.page.get_by_role("status")).to_contain_text(told.partition("%(day)s")[0])


def test_somebody_closes_the_account_leaves_it_closed_and_keeps_it_after_all(any_visit: Visit) -> None:
    visit, person = any_visit, any_visit.become()
    token = RelyingParty(visit.server, "Sample application").tokens(person)["access_token"]
    close(visit, person)
    whoami, bearer = f"{visit.server.issuer}/api/whoami/", {"Authorization": f"Bearer {token}"}
    assert requests.get(whoami, headers=bearer, timeout=10).status_code == 401
    come_back(visit, person)
    expect(visit.heading("Your account is closed")).to_be_visible()
    visit.press("Leave it closed")
    is_told(visit, "Your account stays closed. Until it is deleted you can sign in to keep it.")
    come_back(visit, person)
    visit.press("Keep my account")
    is_told(visit, "You keep your account. Applications and devices have to be connected anew.")
    come_back(visit, person)
    is_home_of(visit, person)


def test_the_link_of_the_mail_keeps_the_account_once(any_visit: Visit) -> None:
    visit, person = any_visit, any_visit.become()
    verify_address(visit, person)
    close(visit, person)
    link = visit.server.link_mailed_to(person.email)
    visit.open(link)
    visit.press("Keep the account")
    is_told(visit, "Your account is open again. Sign in to go on.")
    visit.sign_in_by_hand(person)
    is_home_of(visit, person)
    visit.open(link)
    expect(visit.heading("This link no longer works")).to_be_visible()
    expect(visit.link("Sign in")).to_be_visible()
