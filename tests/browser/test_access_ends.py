"""Everything that can act for somebody is ended by hand, one by one or all of a kind; the activity tells of it."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser import held
from tests.browser.arrivals_access import ACCESS
from tests.browser.entrance import is_told
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser


def section(visit: Visit, name: str) -> Locator:
    """Return the card of a kind of access, by the anchor of its heading."""
    return visit.page.locator("section.card", has=visit.page.locator(f"#{name}"))


def end(visit: Visit, name: str, button: str, sure: str = "") -> None:
    """Press the button of a card that ends something; `sure`: what is pressed then, in what it opens."""
    card = section(visit, name)
    if not sure:
        visit.leave_by(card.get_by_role("button", name=visit.said(button), exact=True))
        return
    opening = card.locator("summary").filter(has_text=visit.said(button)).last
    opening.click()
    visit.leave_by(card.locator("details[open]").get_by_role("button", name=visit.said(sure), exact=True))


def gone(visit: Visit, name: str) -> None:
    """See that nothing of this kind is listed."""
    assert not section(visit, name).locator(".rows > li").count()


def test_one_of_each_kind_is_ended_and_refused(any_visit: Visit) -> None:
    visit, server = any_visit, any_visit.server
    person = visit.become()
    mobile, token, television = held.mobile(server, person), held.token(server, person), held.television(visit)
    key = held.key(server, mobile, "Backup of my list")
    with held.other_browser(visit, person) as still_there:
        assert still_there()
        assert all(held.works(visit, headers) for headers in (mobile, token, television, key))
        visit.open(ACCESS)
        end(visit, "keys", "Revoke", "Revoke this key")
        is_told(visit, "The key {name} was revoked.", name="Backup of my list")
        gone(visit, "keys")
        assert not held.works(visit, key)
        end(visit, "mobiles", "Sign out")
        is_told(visit, "This sign-in was ended.")
        gone(visit, "mobiles")
        assert not held.works(visit, mobile)
        end(visit, "devices", "Sign out")
        is_told(visit, "This access was ended.")
        gone(visit, "devices")
        assert not held.works(visit, television)
        end(visit, "token", "End", "End the token")
        is_told(visit, "The API token was ended.")
        gone(visit, "token")
        assert not held.works(visit, token)
        end(visit, "browsers", "Sign out the others", "Sign out all other browsers")
        assert section(visit, "browsers").locator(".rows > li").count() == 1
        assert not still_there()
    expect(visit.page.get_by_text(visit.said("Nothing else can act as you right now."))).to_be_visible()


def test_all_of_a_kind_are_ended_and_the_activity_tells_of_it(any_visit: Visit) -> None:
    visit, server = any_visit, any_visit.server
    person = visit.become()
    mobile = held.mobile(server, person)
    applications = [held.application(server, person, f"{kind} application") for kind in ("Sample", "Native")]
    keys = [held.key(server, mobile, name) for name in ("Backup of my list", "Bot")]
    visit.open(ACCESS)
    end(visit, "applications", "Revoke all", "Revoke all applications")
    ended = "%(number)s applications can no longer act for you."
    is_told(visit, ended.replace("applications", "application"), ended, count=2, number=2)
    gone(visit, "applications")
    end(visit, "keys", "Revoke all", "Revoke all keys")
    is_told(visit, "%(number)s API key was revoked.", "%(number)s API keys were revoked.", count=2, number=2)
    gone(visit, "keys")
    assert not any(held.works(visit, headers) for headers in (*applications, *keys))
    assert held.works(visit, mobile)
    visit.leave_by(visit.link("See what happened"))
    hint = keys[1]["X-API-Key"][:8]
    newest = visit.page.locator("#events > li").first
    expect(newest).to_contain_text(hint)
    visit.leave_by(visit.link("Applications"))
    words = visit.said("What the application had been allowed was taken back.")
    expect(visit.page.locator("#events > li").filter(has_text=words)).to_have_count(len(applications))
    expect(visit.page.locator("#events")).not_to_contain_text(hint)
