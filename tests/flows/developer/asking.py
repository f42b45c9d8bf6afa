"""The wizard of the developer console, filled in: what a developer sends to register an application."""

from typing import Any

from django.test import Client

from tests.flows.oauth import CALLBACK

REDIRECTS = {"web": CALLBACK, "single_page": CALLBACK, "native": "org.example.app:/callback", "agent": CALLBACK}


def ask(developer: Client, kind: str, **changes: Any) -> Any:
    """Send the form of a kind, filled in well."""
    form = {
        "name": "Garden planner",
        "website": "",
        "redirect_uris": [REDIRECTS.get(kind, "")],
        "scopes": [] if kind == "machine" else ["account:read"],
    }
    return developer.post(f"/developer/new/{kind}/", {**form, **changes})
