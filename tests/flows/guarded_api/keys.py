"""API keys as people and administrators get them, and pages of ours with their cookies."""

import json
from collections.abc import Iterable
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.test import Client

from tests.flows.conftest import PASSWORD
from tests.flows.guarded_api.callers import Caller, jwt_of

KEYS = "/api/keys/"


def made_key(owner: Caller, scopes: Iterable[str], **fields: Any) -> dict[str, Any]:
    """Make a key at the door; return all that the answer says, the key too."""
    response = owner.post(KEYS, {"name": "A script", "scopes": list(scopes), **fields})
    assert response.status_code == 201, response.content
    return dict(response.json())


def with_key(key: str) -> Caller:
    """A caller that sends this API key."""
    return Caller(headers={"x-api-key": key})


def key_of(name: str, scopes: Iterable[str]) -> Caller:
    """A script with a person's own key."""
    return with_key(made_key(jwt_of(name), scopes)["key"])


def made_service_key(*arguments: str) -> dict[str, Any]:
    """Make a service key on the command line; return all that it prints."""
    printed = StringIO()
    call_command("service_key", *arguments, "--json", stdout=printed)
    return dict(json.loads(printed.getvalue()))


def service_key_of(scopes: Iterable[str]) -> Caller:
    """A service with a key, behind which no person stands."""
    named = [part for scope in scopes for part in ("--scope", scope)]
    return with_key(made_service_key("A service", *named)["key"])


def page_of(name: str) -> Caller:
    """A page of ours that signed somebody in at /api/login/, with all its cookies and its CSRF token."""
    client = Client(enforce_csrf_checks=True)
    body = json.dumps({"username": name, "password": PASSWORD})
    response = client.post("/api/login/", body, content_type="application/json")
    assert response.status_code == 200, response.content
    return Caller(client, {"x-csrftoken": client.cookies["csrftoken"].value})


def with_access_cookie_alone(name: str) -> Caller:
    """The same page after its browser has dropped the session cookie."""
    page = page_of(name)
    del page.client.cookies["sessionid"]
    return page
