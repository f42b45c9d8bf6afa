"""How people come to a second factor in the tests: by the pages, as everybody does."""

import json
import re
from html import unescape
from typing import Any, Final

from django.test import Client

from tests.flows.conftest import PASSWORD, sign_in
from tests.soft_authenticator import AuthenticatorApp, SoftAuthenticator

FACTORS: Final = "/accounts/2fa/"


def confirm(browser: Client, password: str = PASSWORD) -> None:
    """Prove once more to be there, as the pages of the second factor ask."""
    assert browser.post("/accounts/reauthenticate/", {"password": password}).status_code == 302


def enrol_app(browser: Client) -> tuple[AuthenticatorApp, list[str]]:
    """Set an authenticator app up; return it with the recovery codes."""
    confirm(browser)
    page = browser.get(f"{FACTORS}totp/activate/").content.decode()
    secret = re.search(r'<code class="secret"[^>]*>([A-Z2-7 ]+)</code>', page)
    assert secret is not None
    app = AuthenticatorApp(secret[1].replace(" ", ""))
    # The code of the activation is the one of the step before: a sign-in that follows at once takes that of now.
    activated = browser.post(f"{FACTORS}totp/activate/", {"code": app.before()})
    assert activated.status_code == 302, activated.content
    return app, recovery_codes(browser)


def recovery_codes(browser: Client) -> list[str]:
    """Return the recovery codes that are unused, as the page shows them."""
    return re.findall(r"\b\d{8}\b", browser.get(f"{FACTORS}recovery-codes/").content.decode())


def enrol_key(browser: Client, key: SoftAuthenticator) -> None:
    """Add a key as a passkey."""
    confirm(browser)
    options = js_data(browser.get(f"{FACTORS}webauthn/add/"))["creation_options"]["publicKey"]
    added = browser.post(
        f"{FACTORS}webauthn/add/",
        {"name": "My key", "passwordless": "on", "credential": json.dumps(key.create(options))},
    )
    assert added.status_code == 302, added.content


def js_data(page: Any) -> Any:
    """Return what the page hands to its script."""
    found = re.search(r'<script id="js_data" type="application/json">(.*?)</script>', page.content.decode(), re.DOTALL)
    assert found is not None
    return json.loads(unescape(found[1]))


def signed_in(login: str = "alice") -> Client:
    """Return a browser in which the password alone has signed somebody in."""
    return sign_in(Client(), login)
