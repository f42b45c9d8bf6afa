"""What the account says about a person, by hand: the profile is filled in, and everything is taken along."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.entrance import is_told
from tests.browser.visit import Visit
from tests.live.relying_party import RelyingParty

pytestmark = pytest.mark.browser


def test_somebody_fills_the_profile_in_sees_who_reads_it_and_takes_everything_along(any_visit: Visit) -> None:
    visit, person = any_visit, any_visit.become()
    RelyingParty(visit.server, "Sample application").tokens(person, "openid profile")
    visit.open("/account/")
    visit.field("First name").fill("Maximiliane")
    visit.field("Telephone number").fill("call me")
    visit.press("Save")
    expect(visit.field("Telephone number")).to_have_attribute("aria-invalid", "true")
    visit.field("Telephone number").fill("+1 604 555 1234")
    visit.press("Save")
    is_told(visit, "Your profile is saved.")
    expect(visit.page.get_by_role("main").get_by_text("Sample application", exact=True)).to_be_visible()
    visit.leave_by(visit.link("Download your data"))
    with visit.page.expect_download() as download:
        visit.button("Download the file").click()
    assert re.fullmatch(rf"oauth-server-{person.username}-[\d-]{{10}}\.json", download.value.suggested_filename)
    held = json.loads(download.value.path().read_text())
    assert (held["profile"]["first_name"], held["profile"]["username"]) == ("Maximiliane", person.username)
    assert "Sample application" in json.dumps(held)
    assert person.password not in json.dumps(held)
    visit.leave_by(visit.link("Back"))
    expect(visit.field("First name")).to_have_value("Maximiliane")
