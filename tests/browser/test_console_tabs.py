"""The tabs of an application, walked by its developer by keyboard: what is pressed there holds at once."""

import re
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Locator, expect

from tests.browser import held
from tests.browser.arrivals_developer import redirect_uri
from tests.browser.entrance import is_told
from tests.browser.keyboard import go_to, leave_by
from tests.browser.visit import Visit
from tests.browser.wizard import asked_for_token, developer, registered, shown_secret
from tests.live.relying_party import RelyingParty
from tests.pictures import png

pytestmark = pytest.mark.browser
WRONG = "https://app.example.org/callback#part"
NOBODY = "https://garden.invalid/logout"
NAME = "Gärten & Höfe"


def own(visit: Visit, kind: str) -> dict[str, Any]:
    """Return an application of a developer, whose quickstart is open."""
    developer(visit)
    visit.open("/developer/new/")
    return registered(visit, kind)


def press(visit: Visit, name: str) -> None:
    """Go to a button, and press it."""
    leave_by(visit, visit.button(name))


def tab(visit: Visit, name: str) -> None:
    """Go to a tab, and follow it."""
    leave_by(visit, visit.link(name))
    expect(visit.link(name)).to_have_attribute("aria-current", "page")


def type_over(visit: Visit, field: Locator, text: str) -> None:
    """Go to a field, and type in place of what is there."""
    go_to(visit, field)
    visit.page.keyboard.press("ControlOrMeta+a")
    visit.page.keyboard.type(text)


def test_addresses_scopes_and_looks_of_an_application(any_visit: Visit, tmp_path: Path) -> None:
    visit, page = any_visit, any_visit.page
    client = own(visit, "Web application")
    tab(visit, "Settings")
    type_over(visit, redirect_uri(visit, 1), WRONG)
    press(visit, "Save settings")
    why = visit.said("An address has no #, no * and no @ before its host: it must match character by character.")
    expect(redirect_uri(visit, 1)).to_have_accessible_description(re.compile(f"^{re.escape(why)}"))
    type_over(visit, redirect_uri(visit, 1), client["redirect_uris"][0])
    type_over(visit, visit.field("Back-channel logout URI"), NOBODY)
    press(visit, "Save settings")
    is_told(visit, "Saved. It holds from now on.")
    tab(visit, "Activity")
    press(visit, "Send a test logout")
    is_told(visit, "The test was sent, and the application did not hear it.")
    unheard = "Nobody answered in 5 seconds: its host is unknown or not public, refuses, or its certificate is no good."
    expect(page.locator("#logout-test")).to_contain_text(visit.said(unheard))
    tab(visit, "Scopes")
    go_to(visit, visit.field("See your e-mail address"))
    page.keyboard.press("Space")
    press(visit, "Save scopes")
    is_told(visit, "Saved. It holds from now on.")
    party = RelyingParty(visit.server, client)
    refused = requests.get(party.request("openid email").url, allow_redirects=False, timeout=10)
    assert "error=invalid_scope" in refused.headers["Location"]
    tab(visit, "Branding")
    picture = tmp_path / "logo.png"
    picture.write_bytes(png(width=64, height=64))
    with page.expect_file_chooser() as chooser:
        go_to(visit, visit.field("Picture"))
        page.keyboard.press("Enter")
    chooser.value.set_files(picture)
    press(visit, "Upload picture")
    is_told(visit, "The picture is shown from now on.")
    type_over(visit, visit.field("Name"), NAME)
    press(visit, "Save branding")
    visit.open(party.request("openid").url)
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    expect(page.get_by_role("main").locator("img")).to_be_visible()


def test_secrets_and_the_end_of_an_application(any_visit: Visit) -> None:
    visit, page = any_visit, any_visit.page
    client = own(visit, "Machine")
    token = asked_for_token(visit, client).json()["access_token"]
    tab(visit, "Credentials")
    press(visit, "Make a new secret")
    newer = client | {"client_secret": shown_secret(visit)}
    assert [asked_for_token(visit, one).status_code for one in (client, newer)] == [200, 200]
    tab(visit, "Credentials")
    assert newer["client_secret"] not in page.content()
    leave_by(visit, page.get_by_role("button", name=visit.said("Retire it now")))
    is_told(visit, "The older secret is refused from now on.")
    assert [asked_for_token(visit, one).status_code for one in (client, newer)] == [401, 200]
    tab(visit, "Activity")
    why = "invalid_client: the secret was wrong. Compare both of its ends with Credentials, and look for a line break."
    expect(page.locator("#events > li").filter(has_text=visit.said(why))).to_be_visible()
    tab(visit, "Danger zone")
    press(visit, "End all tokens")
    is_told(visit, "Every token of the application is refused from now on.")
    assert not held.works(visit, held.bearer(token))
    press(visit, "Disable the application")
    expect(page.get_by_role("heading", level=1)).to_contain_text(visit.said("Disabled by you"))
    assert asked_for_token(visit, newer).status_code == 401
    press(visit, "Enable the application")
    expect(page.get_by_role("heading", level=1)).to_contain_text(visit.said("Live"))
    assert asked_for_token(visit, newer).status_code == 200
