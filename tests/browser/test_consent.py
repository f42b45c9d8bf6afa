"""What an application may do is decided by hand: by whom, what is new, how long, and what a role opens."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.entrance import sign_out
from tests.browser.landing import Landing
from tests.browser.visit import Visit
from tests.live.person import Person

pytestmark = pytest.mark.browser


def group(visit: Visit, title: str) -> Locator:
    """Return what stands under one title of the page."""
    return visit.page.get_by_role("group", name=visit.said(title), exact=True)


def test_not_you_leads_to_another_account_and_on_to_the_application(
    any_visit: Visit, sample_app: dict[str, Any], person: Person
) -> None:
    visit, landing, other = any_visit, Landing(any_visit, sample_app), any_visit.become()
    asked = landing.ask("openid profile account:read")
    expect(visit.page.get_by_role("main")).to_contain_text(other.username)
    visit.leave_by(visit.link("Not you?"))
    visit.press("Sign out")
    visit.sign_in_by_hand(person)
    expect(visit.page.get_by_role("main")).to_contain_text(person.username)
    visit.press("Allow")
    assert landing.party.userinfo(landing.tokens(asked)).json()["preferred_username"] == person.username


def test_what_is_new_since_last_time_stands_apart_and_can_be_unticked(
    any_visit: Visit, sample_app: dict[str, Any]
) -> None:
    visit, landing, person = any_visit, Landing(any_visit, sample_app), any_visit.become()
    landing.party.tokens(person, "openid todo:read")
    asked = landing.ask("openid profile todo:read todo:write")
    expect(visit.heading("%(name)s asks for more access", name="Sample application")).to_be_visible()
    new, before = group(visit, "New: it could"), group(visit, "As you allowed before, it could")
    expect(before).to_contain_text(visit.said("See your to-do list"))
    expect(new).to_contain_text(visit.said("See your name and user name"))
    new.get_by_label(visit.said("Change your to-do list")).uncheck()
    visit.press("Allow")
    tokens = landing.tokens(asked)
    assert tokens["scope"] == "openid profile todo:read"
    asked = landing.ask("openid profile todo:read")
    assert landing.tokens(asked)["scope"] == "openid profile todo:read"


def test_an_application_acts_while_the_person_is_away_only_where_that_was_left_ticked(
    any_visit: Visit, sample_app: dict[str, Any]
) -> None:
    visit, landing = any_visit, Landing(any_visit, sample_app)
    person = visit.become()
    away = "Act for you while you are away"
    asked = landing.ask("openid account:read offline_access")
    visit.field(away).uncheck()
    visit.press("Allow")
    tokens = landing.tokens(asked)
    assert landing.status("/api/whoami/", tokens) == 200
    sign_out(visit)
    assert landing.status("/api/whoami/", tokens) == 401
    asked = landing.ask("openid account:read offline_access")
    visit.sign_in_by_hand(person)
    expect(group(visit, "New: it could")).to_contain_text(visit.said(away))
    visit.press("Allow")
    tokens = landing.tokens(asked)
    sign_out(visit)
    assert landing.status("/api/whoami/", landing.party.refresh(tokens["refresh_token"])) == 200


def test_the_page_says_what_a_role_opens_today_and_the_api_holds_to_it(
    any_visit: Visit, sample_app: dict[str, Any]
) -> None:
    visit, landing = any_visit, Landing(any_visit, sample_app)
    held = visit.said(
        "It can do so today, because %(because)s.", because=visit.said("you are %(role)s", role="Manager")
    )
    lacking = visit.said("Nothing today: it needs the role %(role)s, which you do not have.", role="Manager")
    for username, told, status in (("mona", held, 200), ("", lacking, 403)):
        visit.page.context.clear_cookies()
        visit.become(username)
        asked = landing.ask("openid reports:read", prompt="consent")
        expect(visit.field("Read the reports that managers read")).to_have_accessible_description(told)
        visit.press("Allow")
        assert landing.status("/api/v1/reports/", landing.tokens(asked)) == status
