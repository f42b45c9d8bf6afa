"""An account with a passkey alone, one with an authenticator app and one with a password go through every door."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import requests
from playwright.sync_api import BrowserContext, expect

from tests.browser.entrance import come_back, forget, is_home_of, is_told
from tests.browser.keys import (
    DOORS,
    FACTORS,
    add_passkey,
    by_buttons_only,
    by_passkey,
    by_password_and_key,
    plug_in,
    set_up_app,
    verify_address,
)
from tests.browser.visit import Visit
from tests.live.person import Person
from tests.live.server import LiveServer

pytestmark = pytest.mark.browser


def opens(visit: Visit, given: dict[str, Any]) -> bool:
    """Return whether what a door gave opens the API."""
    token = given.get("access") or given["token"]
    scheme = "Token" if len(token) == 40 else "Bearer"
    headers = {"Authorization": f"{scheme} {token}"}
    return requests.get(f"{visit.server.issuer}/api/protected/", headers=headers, timeout=10).ok


def post(visit: Visit, path: str, **body: Any) -> requests.Response:
    return requests.post(f"{visit.server.issuer}{path}", json=body, timeout=10)


def bring_password(visit: Visit, door: str, person: Person) -> requests.Response:
    return post(visit, door, username=person.username, password=person.password)


def test_an_account_with_a_passkey_alone_goes_through_every_door(each_visit: Visit) -> None:
    visit, person = each_visit, each_visit.become()
    plug_in(visit)
    by_buttons_only(visit)
    verify_address(visit, person)
    add_passkey(visit, person)
    visit.open("/accounts/password/remove/")
    visit.press("Remove the password")
    expect(visit.words("Your password is removed. You sign in with a passkey from now on.")).to_be_visible()
    for door, (name, gives) in DOORS.items():
        refused = bring_password(visit, door, person)
        assert (refused.status_code, "challenge" in refused.json()) == (401, False)
        forget(visit)
        given = by_passkey(visit, name)
        assert (given["status"], set(given["body"])) == (200, gives), given
        assert opens(visit, given["body"])
    forget(visit)
    visit.press("Sign in with a passkey")
    is_home_of(visit, person)
    visit.open(f"{FACTORS}webauthn/add/")
    named = visit.said("BROWSER on SYSTEM").replace("BROWSER", r"\w+").replace("SYSTEM", r"\w+")
    expect(visit.field("Name of the key")).to_have_value(re.compile(f"^{named}$"))
    visit.open("/accounts/password/change/")
    expect(visit.heading("Set a password")).to_be_visible()
    for field in visit.page.locator("input[type=password]").all():
        field.fill(person.password)
    visit.press("Set password")
    is_told(visit, "Password successfully set.")
    come_back(visit, person)
    expect(visit.button("Use a passkey or security key")).to_be_visible()


def test_a_passkey_door_of_our_pages_signs_the_browser_in(visit: Visit) -> None:
    by_buttons_only(visit)
    plug_in(visit)
    person = visit.become()
    add_passkey(visit, person)
    forget(visit)
    assert by_passkey(visit, "login")["status"] == 200
    is_home_of(visit, person)


def test_an_account_with_an_app_goes_through_every_door_by_its_codes_only(visit: Visit) -> None:
    person = visit.become()
    app, recovery = set_up_app(visit, person)
    assert len(recovery) == 10
    for door, (_, gives) in DOORS.items():
        asked = bring_password(visit, door, person)
        assert (asked.status_code, asked.json()["mfa_required"]) == (401, True)
        challenge = asked.json()["challenge"]
        assert post(visit, "/api/mfa/", challenge=challenge, code="000000x").status_code == 401
        given = post(visit, "/api/mfa/", challenge=challenge, code=recovery.pop())
        assert (given.status_code, set(given.json())) == (200, gives)
        assert opens(visit, given.json())
    forget(visit)
    visit.sign_in_by_hand(person)
    visit.open("/")
    expect(visit.page.get_by_role("navigation").get_by_role("link", name="Sign in")).to_be_visible()
    visit.open("/accounts/login/")
    expect(visit.heading("One more step")).to_be_visible()
    visit.field("Code").fill("wrong")
    visit.press("Sign in")
    expect(visit.words("Incorrect code.")).to_be_visible()
    visit.field("Code").fill(app.code())
    visit.press("Sign in")
    is_home_of(visit, person)


def test_a_key_is_the_second_factor_at_every_door(each_visit: Visit) -> None:
    visit, person = each_visit, each_visit.become()
    plug_in(visit)
    by_buttons_only(visit)
    add_passkey(visit, person)
    for door, (_, gives) in DOORS.items():
        forget(visit)
        answers = by_password_and_key(visit, door, person)
        assert answers["asked"]["status"] == 401
        visit.complaints.clear()  # the browser tells of the 401 that is looked at here
        assert (answers["given"]["status"], set(answers["given"]["body"])) == (200, gives)
        assert opens(visit, answers["given"]["body"])
    forget(visit)
    visit.sign_in_by_hand(person)
    visit.press("Use a passkey or security key")
    is_home_of(visit, person)


def test_an_account_with_a_password_goes_through_every_door(visit: Visit) -> None:
    with Person(visit.server).sign_up() as person:
        for door, (_, gives) in DOORS.items():
            given = bring_password(visit, door, person)
            assert (given.status_code, set(given.json())) == (200, gives)
            assert opens(visit, given.json())
        forget(visit)
        visit.sign_in_by_hand(person)
        is_home_of(visit, person)


def test_a_browser_without_its_key_says_so(each_visit: Visit) -> None:
    """The authenticator is there and holds nothing for this person."""
    visit = each_visit
    visit.open("/accounts/login/")
    visit.page.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new DOMException('no', 'NotAllowedError')) }"
    )
    button = visit.button("Sign in with a passkey")
    button.click()
    expect(visit.words("No key answered. Try again, or use another way.")).to_be_visible()


def test_without_scripts_the_sign_in_page_offers_no_passkey(
    live: LiveServer, new_context: Callable[..., BrowserContext]
) -> None:
    visit = Visit(new_context(java_script_enabled=False).new_page(), live)
    visit.open("/accounts/login/")
    expect(visit.button("Sign in")).to_be_visible()
    expect(visit.button("Sign in with a passkey")).to_be_hidden()
