"""Signing in by another provider in Chromium: the way there, an account here, the way again, and taking it off."""

import secrets

import pytest

from tests.browser.arrivals_account import through_provider
from tests.browser.visit import Visit
from tests.live.person import Person
from tests.live.upstream import upstream_of

pytestmark = pytest.mark.browser


def test_a_person_comes_by_a_provider_and_comes_back(visit: Visit) -> None:
    name = f"guest-{secrets.token_hex(4)}"
    with Person(upstream_of(visit.server)).sign_up() as person:
        through_provider(visit, person)
    visit.field("Username").fill(name)
    visit.press("Create account")
    visit.open("/account/")
    assert name in visit.text()
    visit.open("/accounts/3rdparty/")
    visit.press("Disconnect")
    assert "set a password or add a passkey first" in visit.text()
    visit.open("/accounts/logout/")
    visit.submit()
    through_provider(visit, person)
    visit.open("/account/")
    assert name in visit.text()
    assert not visit.complaints
