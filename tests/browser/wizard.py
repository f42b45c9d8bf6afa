"""The wizard of the developer console by hand: from the kinds to the quickstart of a new application."""

from typing import Any

import requests
from playwright.sync_api import expect

from tests.browser.arrivals_developer import redirect_uri
from tests.browser.keys import verify_address
from tests.browser.visit import Visit
from tests.live.person import Person


def developer(visit: Visit) -> Person:
    """Become somebody new who may register applications."""
    person = visit.become()
    verify_address(visit, person)
    return person


def registered(visit: Visit, kind: str) -> dict[str, Any]:
    """Choose a kind on the page of kinds, and register an application of it by what the pages suggest; return it."""
    name, secret = f"My {kind}", {}
    visit.leave_by(visit.link(kind))
    expect(visit.heading("New application: %(kind)s", kind=visit.said(kind))).to_be_visible()
    visit.field("Name").fill(name)
    example = visit.page.locator("#id_redirect_uris_hint code")
    redirect_uris = [example.inner_text()] if example.count() else []
    for address in redirect_uris:
        redirect_uri(visit, 1).fill(address)
    visit.press("Register application")
    if visit.page.locator("#new_secret").count():
        expect(visit.heading("%(name)s is registered", name=name)).to_be_visible()
        secret = {"client_secret": shown_secret(visit)}
        visit.leave_by(visit.link("I have copied the secret: go on to the quickstart"))
    else:
        expect(visit.page.get_by_role("status")).to_have_text(visit.said("The application is registered."))
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text(name)
    client_id = visit.page.url.split("/")[-3]
    expect(visit.page.locator("#program")).to_contain_text(client_id)
    return {"name": name, "client_id": client_id, "redirect_uris": redirect_uris, **secret}


def shown_secret(visit: Visit) -> str:
    """Return the secret that the page shows this once."""
    return visit.page.locator("#new_secret").inner_text()


def asked_for_token(visit: Visit, client: dict[str, Any], **form: str) -> requests.Response:
    """Ask for a token of the application itself, with the secret that it has."""
    proof = (client["client_id"], client["client_secret"])
    form |= {"grant_type": "client_credentials"}
    return requests.post(f"{visit.server.issuer}/o/token/", data=form, auth=proof, timeout=10)
