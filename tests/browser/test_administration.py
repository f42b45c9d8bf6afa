"""What administrators do by hand: cap and disable an application, look a refusal up, end what a person has, roles."""

import pytest
import requests
from playwright.sync_api import expect

from tests.browser import administration, held
from tests.browser.administration import APPLICATIONS, told
from tests.browser.visit import Visit
from tests.live.person import Person
from tests.live.registered import register
from tests.live.relying_party import RelyingParty

pytestmark = pytest.mark.browser
PEOPLE = "/admin/accounts/user/"
CHANGED = "Changed: %(changed)s. Left as they were: %(left)s."


def test_an_application_is_capped_and_then_disabled(any_visit: Visit, person: Person) -> None:
    visit, page = any_visit, any_visit.page
    fields = {
        "name": "Allotments",
        "preset": "web",
        "redirect_uris": ["https://allotments.example.org/"],
        "scopes": ["openid", "todo:read"],
    }
    (client,) = register(visit.server, fields)
    party = RelyingParty(visit.server, client)
    visit.become("adam")
    administration.opened(visit, APPLICATIONS, client["client_id"])
    page.locator("[name=cap_scopes][value=openid]").check()
    visit.press("Save")
    told(visit, "The {name} “{obj}” was changed successfully.", name=visit.said("application"), obj="Allotments")
    capped = party.tokens(person, "openid todo:read")
    assert capped["scope"] == "openid"
    administration.done_to(
        visit, APPLICATIONS, client["client_id"], "Disable the selected applications, and end what they hold"
    )
    told(visit, CHANGED, changed=1, left=0)
    assert party.userinfo(capped).status_code == 401


def test_a_refusal_is_looked_up_by_its_id(any_visit: Visit, person: Person) -> None:
    visit = any_visit
    key = held.key(visit.server, held.mobile(visit.server, person), "Bot")
    refused = requests.post(f"{visit.server.issuer}/api/v1/todo/", json={}, headers=dict(key), timeout=10)
    assert refused.status_code == 403
    visit.become("adam")
    administration.opened(visit, "/admin/resources/refusal/", refused.json()["decision"])
    expect(visit.page.get_by_role("main")).to_contain_text(person.username)
    failed = visit.page.get_by_role("listitem").filter(has_text=visit.said("failed"))
    expect(failed).to_contain_text(f"{visit.said('scope')}: {visit.said('failed')} (todo:write is missing)")
    mend = "Make a key with the scope %(scope)s at POST /api/keys/."
    expect(visit.words(mend, scope="todo:write")).to_be_visible()


def test_everything_that_a_person_has_is_ended_by_one_button(any_visit: Visit, person: Person) -> None:
    visit, page = any_visit, any_visit.page
    mobile = held.mobile(visit.server, person)
    had = [mobile, held.key(visit.server, mobile, "Bot"), held.application(visit.server, person, "Sample application")]
    visit.become("adam")
    administration.opened(visit, PEOPLE, person.username)
    visit.leave_by(visit.link("Access"))
    for name in ("Bot", "Sample application"):
        expect(page.get_by_role("rowheader", name=name)).to_be_visible()
    visit.press("End everything")
    told(visit, "Everything that %(person)s had was ended. The account is as it was.", person=person.username)
    expect(page.locator("#content-main tbody")).to_have_count(1)
    expect(page.locator("#content-main tbody")).to_contain_text(visit.said("allowed before, not in use now"))
    assert not any(held.works(visit, headers) for headers in had)


def test_a_role_names_who_holds_it(any_visit: Visit) -> None:
    visit = any_visit
    visit.become("adam")
    administration.opened(visit, "/admin/auth/group/", "HR")
    visit.leave_by(visit.page.get_by_role("main").get_by_role("link", name="hana", exact=True))
    expect(visit.page.get_by_role("heading", level=2).first).to_have_text("hana")
