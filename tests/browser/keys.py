"""Chromium with an authenticator that answers by itself, and what people do with it (WebAuthn section 11)."""

import re
from collections.abc import Mapping
from typing import Any, Final

from playwright.sync_api import expect

from tests.browser.visit import Visit
from tests.live.person import Person
from tests.soft_authenticator import AuthenticatorApp

DOORS: Final[Mapping[str, tuple[str, set[str]]]] = {
    "/api/token/": ("drf_token", {"token"}),
    "/api/jwt/token/": ("jwt", {"access", "refresh"}),
    "/api/jwt/sliding/": ("sliding", {"token"}),
    "/api/login/": ("login", {"access", "refresh"}),
}
"""Each password door -> its name and what it gives."""
FACTORS: Final = "/accounts/2fa/"
_BY_PASSKEY: Final = """
    async (door) => {
        const post = async (body) => {
            const headers = {'Content-Type': 'application/json'}
            const answer = await fetch('/api/passkey/', {method: 'POST', headers, body: JSON.stringify(body)})
            return {status: answer.status, body: await answer.json()}
        }
        const asked = (await post({door})).body
        const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked.public_key)
        const credential = await navigator.credentials.get({publicKey})
        return await post({challenge: asked.challenge, credential: credential.toJSON()})
    }
"""
_BY_PASSWORD: Final = """
    async ([door, username, password]) => {
        const post = async (path, body) => {
            const headers = {'Content-Type': 'application/json'}
            const answer = await fetch(path, {method: 'POST', headers, body: JSON.stringify(body)})
            return {status: answer.status, body: await answer.json()}
        }
        const asked = await post(door, {username, password})
        if (!asked.body.mfa_required) { return {asked} }
        const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked.body.public_key)
        const credential = await navigator.credentials.get({publicKey})
        const answer = {challenge: asked.body.challenge, credential: credential.toJSON()}
        return {asked, given: await post('/api/mfa/', answer)}
    }
"""


def plug_in(visit: Visit) -> None:
    """Give the tab an authenticator that holds passkeys, verifies its owner, and answers at once."""
    protocol = visit.page.context.new_cdp_session(visit.page)
    protocol.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def by_buttons_only(visit: Visit) -> None:
    """Let the browser offer no key by itself: its authenticator would answer before anybody presses anything."""
    visit.page.add_init_script("PublicKeyCredential.isConditionalMediationAvailable = async () => false")


def confirm(visit: Visit, person: Person) -> None:
    """Give the password where a page asks for it once more."""
    if "/accounts/reauthenticate/" in visit.page.url:
        visit.field("Password").fill(person.password)
        visit.press("Confirm")


def add_passkey(visit: Visit, person: Person) -> None:
    """Add a passkey by the page."""
    visit.open(f"{FACTORS}webauthn/add/")
    confirm(visit, person)
    visit.field("Name of the key").fill("This computer")
    expect(visit.field("Use it as a passkey")).to_be_checked()
    visit.press("Add")
    expect(visit.heading("Recovery codes")).to_be_visible()


def set_up_app(visit: Visit, person: Person) -> tuple[AuthenticatorApp, list[str]]:
    """Set an authenticator app up by the page; return it and the recovery codes that the page shows then.

    The app's next code is good at once, for the server takes one that is a step early; the one after it waits.
    """
    visit.open(f"{FACTORS}totp/activate/")
    confirm(visit, person)
    app = AuthenticatorApp(visit.field("Key, if the app cannot scan").inner_text().replace(" ", ""))
    visit.field("Authenticator code").fill(app.code())
    visit.press("Activate")
    expect(visit.heading("Recovery codes")).to_be_visible()
    return app, recovery_codes(visit)


def recovery_codes(visit: Visit) -> list[str]:
    """Return the recovery codes that the page shows."""
    return re.findall(r"\b\d{8}\b", visit.text())


def verify_address(visit: Visit, person: Person) -> None:
    """Ask for a code on the page, and enter it."""
    visit.open("/accounts/email/")
    visit.press("Confirm it")
    enter_code(visit, person, "Confirm")


def enter_code(visit: Visit, person: Person, button: str) -> None:
    """Enter the code that was mailed last into the page that is open."""
    visit.field("Code").fill(visit.server.code_mailed_to(person.email))
    visit.press(button)


def by_passkey(visit: Visit, door: str) -> Any:
    """Go through the JSON door of passkeys from a page of the server; return status and body."""
    return visit.page.evaluate(_BY_PASSKEY, door)


def by_password_and_key(visit: Visit, door: str, person: Person) -> Any:
    """Bring the password to a JSON door from a page of the server, and the key to what it asks for then."""
    return visit.page.evaluate(_BY_PASSWORD, [door, person.username, person.password])
