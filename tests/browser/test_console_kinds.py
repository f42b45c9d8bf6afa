"""Every kind of application is registered by its own way through the wizard, and works as it stands then."""

from typing import Any, Final

import pytest
import requests
from playwright.sync_api import expect

from tests.browser.visit import Visit
from tests.browser.wizard import asked_for_token, developer, registered
from tests.live.relying_party import RelyingParty

pytestmark = pytest.mark.browser
KINDS: Final = {
    "Web application": True,
    "Single-page application": False,
    "Native application": False,
    "Machine": True,
    "Device": False,
    "Agent": False,
}
"""Title of a kind -> whether an application of it is given a secret."""


def test_each_kind_is_registered_by_its_wizard_and_works(any_visit: Visit) -> None:
    developer(any_visit)
    any_visit.open("/developer/")
    any_visit.leave_by(any_visit.link("Register your first application"))
    for kind, has_secret in KINDS.items():
        client = registered(any_visit, kind)
        assert ("client_secret" in client) == has_secret, kind
        works(any_visit, client)
        any_visit.leave_by(any_visit.link("Your applications"))
        any_visit.leave_by(any_visit.link("New application"))


def works(visit: Visit, client: dict[str, Any]) -> None:
    """Begin with it what an application of its kind begins with."""
    if client["redirect_uris"]:
        quickstart = visit.page.url
        visit.open(RelyingParty(visit.server, client).request("openid").url)
        expect(visit.page.get_by_role("heading", level=1)).to_contain_text(client["name"])
        expect(visit.button("Allow")).to_be_visible()
        visit.open(quickstart)
    elif "client_secret" in client:
        assert asked_for_token(visit, client).status_code == 200
    else:
        form = {"client_id": client["client_id"], "scope": "openid"}
        endpoint = f"{visit.server.issuer}/o/device-authorization/"
        assert requests.post(endpoint, data=form, timeout=10).status_code == 200
