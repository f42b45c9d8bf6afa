"""Every place at which a password can be guessed, and what it answers."""

import base64
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.test import Client

from tests.flows.conftest import PASSWORD
from tests.flows.guarded_api.callers import nobody

WRONG: Final = "not her password"
NEW: Final = "another horse, another battery"
Door = Callable[[Client, str], Any]
"""Takes a browser in which Alice has signed in before and a password; only doors for people inside use the browser."""


def _page(inside: Client, password: str) -> Any:
    return Client().post("/accounts/login/", {"login": "alice", "password": password})


def _json(path: str) -> Door:
    return lambda inside, password: nobody().post(path, {"username": "alice", "password": password})


def _basic(inside: Client, password: str) -> Any:
    pair = base64.b64encode(f"alice:{password}".encode()).decode()
    return nobody().get("/api/whoami/", authorization=f"Basic {pair}")


def _change_at_the_api(inside: Client, password: str) -> Any:
    body = {"old_password": password, "new_password": NEW}
    return inside.post("/api/password/change/", body, content_type="application/json")


def _change_on_the_page(inside: Client, password: str) -> Any:
    form = {"oldpassword": password, "password1": NEW, "password2": NEW}
    return inside.post("/accounts/password/change/", form)


def _reauthentication(inside: Client, password: str) -> Any:
    return inside.post("/accounts/reauthenticate/", {"password": password})


DOORS: Final[Mapping[str, Door]] = {
    "page": _page,
    "token": _json("/api/token/"),
    "api-token-auth": _json("/api-token-auth/"),
    "jwt": _json("/api/jwt/token/"),
    "sliding": _json("/api/jwt/sliding/"),
    "login": _json("/api/login/"),
    "basic": _basic,
    "change-api": _change_at_the_api,
    "change-page": _change_on_the_page,
    "reauthenticate": _reauthentication,
}


def inside_a_strange_browser() -> Client:
    """Return a browser in which Alice is signed in, which the count takes for a strange one: its cookie is gone."""
    client = Client()
    assert client.post("/accounts/login/", {"login": "alice", "password": PASSWORD}).status_code == 302
    del client.cookies["device"]
    return client
