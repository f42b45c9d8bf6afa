"""The pages that the manual's gallery shows, a sentence each, and the page of the manual that is made of them."""

from pathlib import Path
from typing import Final

from tests.browser.shown import CORNERS, Form

FOLDER: Final = Path(__file__).resolve().parent.parent.parent / "docs" / "gallery"
CHOSEN: Final = {
    "Begin": {
        "home": "The first page, for whoever is not signed in: what there is, and the door to it.",
        "home-person": "The first page of somebody who is signed in: what can act for them, and what happened last.",
        "signup": "Creating an account.",
    },
    "Sign in": {
        "login": "Signing in: by a passkey, by password, or by a code that is mailed.",
        "login-code-enter": "The code that was mailed is entered in the tab that asked for it.",
        "second-factor": "The code of the authenticator app, after the password.",
        "reauthenticate-key": "Before a sensitive change, the person proves once more who they are.",
    },
    "An application asks": {
        "consent": "Who asks, what it would be able to do, and two answers of equal weight.",
        "consent-everything": "Everything it asks for, in words; what is not needed can be unticked.",
        "consent-more": "It was allowed something before, and now asks for more: what is new comes first.",
        "consent-verified": "An application that the administration has verified.",
        "consent-self-registered": "An application that registered itself minutes ago, and says so.",
        "device-confirm": "A television asks: the code is compared with the one on its screen.",
        "oauth-error": "A request that cannot be answered: the cause in words, and what to do.",
    },
    "My account": {
        "profile": "Name, picture and whatever else applications may read.",
        "factors-passkey": "Passkeys, the authenticator app and recovery codes.",
        "recovery-codes-once": "Recovery codes, shown once: to copy, to download, to print.",
        "access": "Everything that can act as this person, one row each, and the button that ends it.",
        "access-not-me": "One button ends everything.",
        "key-made": "An API key, shown once.",
        "activity": "What happened in the account, and from where.",
        "export": "Everything the server knows of a person, to take along.",
        "delete": "Deleting the account: what it means, and how long it can be undone.",
    },
    "The developer console": {
        "developer": "The applications of a developer.",
        "developer-new": "A new application: the kind chooses the safe settings.",
        "developer-settings": "Its settings; redirect URIs are checked as they are typed.",
        "developer-credentials-secret": "A new secret, shown once, beside the one that still works.",
        "developer-scopes": "What it may ask for.",
        "developer-quickstart": "A program that signs somebody in, filled in for this application.",
        "developer-activity": "What the application did, and what was refused to it.",
        "playground-request": "The playground: a request for authorization, part by part.",
        "playground-tokens": "The playground: the tokens that came, verified and explained.",
    },
    "The API and the administration": {
        "docs-person": "The API's documentation, with what the reader may call today.",
        "admin-person-access": "What a person has, and one button that ends it.",
        "acting-answer": "An administrator sees what somebody else would see, under a banner.",
    },
}
"""Area -> page of `tests/browser/pages.py` -> what it shows."""
_HEAD: Final = """# Gallery

The pages as Chromium shows them: in light at 1280 pixels, in dark at 360. Made by

    .venv/bin/python -m tests.browser.gallery

which writes this page too. [Design of the pages](../design.md) says how every page is looked at.
"""


def chosen() -> list[str]:
    """Return the names of the pages shown, in order."""
    return [name for names in CHOSEN.values() for name in names]


def picture(name: str, form: Form) -> str:
    """Return what the picture of a page in one form is called."""
    width, scheme = form
    return f"{name}-{width}-{scheme}.png"


def page() -> str:
    """Return the gallery's page of the manual."""
    return _HEAD + "".join(_area(title, names) for title, names in CHOSEN.items())


def _area(title: str, names: dict[str, str]) -> str:
    return f"\n## {title}\n" + "".join(_shown(name, sentence) for name, sentence in names.items())


def _shown(name: str, sentence: str) -> str:
    pictures = [f"![`{name}`, {scheme}, {width} pixels]({picture(name, (width, scheme))})" for width, scheme in CORNERS]
    return f"\n{sentence}\n\n| {' | '.join(pictures)} |\n|---|---|\n"
