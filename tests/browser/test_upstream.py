"""Signing in by another provider in Chromium: the way there, an account here, the way again, and taking it off."""

import secrets

import pytest
from playwright.sync_api import expect

from tests.browser.arrivals_account import at_provider, through_provider
from tests.browser.entrance import is_home_of, is_told, sign_out
from tests.browser.keys import confirm
from tests.browser.visit import Visit
from tests.live.person import Person
from tests.live.upstream import NAME, upstream_of

pytestmark = pytest.mark.browser


def test_a_person_comes_by_a_provider_and_comes_back(any_visit: Visit) -> None:
    visit, name = any_visit, f"guest-{secrets.token_hex(4)}"
    with Person(upstream_of(visit.server)).sign_up() as person:
        through_provider(visit, person)
    visit.field("Username").fill(name)
    visit.press("Create account")
    visit.open("/accounts/3rdparty/")
    visit.press("Disconnect")
    expect(visit.page.get_by_role("alert")).to_be_visible()
    sign_out(visit)
    through_provider(visit, person)
    visit.open("/account/")
    assert name in visit.text()


def test_a_provider_is_connected_signs_in_and_is_disconnected(any_visit: Visit) -> None:
    visit, person = any_visit, any_visit.become()
    with Person(upstream_of(visit.server)).sign_up() as there:
        visit.open("/accounts/3rdparty/")
        visit.button("Connect %(name)s", name=NAME).click()
        visit.page.wait_for_url(f"{there.server.issuer}/**")
        at_provider(visit, there)
    is_told(visit, "The provider is connected. It signs you in from now on.")
    sign_out(visit)
    through_provider(visit, there)
    is_home_of(visit, person)
    visit.open("/accounts/3rdparty/")
    visit.press("Disconnect")
    confirm(visit, person)
    is_told(visit, "The provider is disconnected. It signs you in no more.")
