"""Clients that register themselves, over HTTP."""

import json
from typing import Any

from django.test import Client

from oauth_server.protocol.services.initial_access import make_initial_access_token

REGISTER = "/o/register/"
GOOD = {"redirect_uris": ["https://app.example.org/callback"], "client_name": "An application"}


def post(metadata: Any, *, token: str | None = None, **headers: str) -> Any:
    """Post client metadata as JSON; bytes go as they are."""
    body = metadata if isinstance(metadata, bytes) else json.dumps(metadata).encode()
    return Client().post(REGISTER, body, content_type="application/json", headers=headers | authorization(token))


def registered(metadata: dict[str, Any] | None = None, *, token: str | None = None, **members: Any) -> dict[str, Any]:
    """Register a client that is taken, and return the answer."""
    response = post({**GOOD, **(metadata or {}), **members}, token=token)
    assert response.status_code == 201, response.content
    return dict(response.json())


def refused(metadata: Any, *, token: str | None = None) -> tuple[int, str, str]:
    """Register a client that is not taken; return status, error and description."""
    response = post(metadata, token=token)
    answer = response.json()
    assert response["Cache-Control"] == "no-store"
    return response.status_code, answer["error"], answer["error_description"]


def manage(method: str, client: dict[str, Any], metadata: Any = None, *, token: str | None = None) -> Any:
    """Ask a client's configuration endpoint, with its own registration access token unless another is given."""
    address = client["registration_client_uri"].removeprefix("http://localhost:8000")
    bearer = client["registration_access_token"] if token is None else token
    body = "" if metadata is None else json.dumps(metadata)
    return Client().generic(method, address, body, "application/json", headers=authorization(bearer))


def authorization(token: str | None) -> dict[str, str]:
    """Return the header that carries a token."""
    return {"authorization": f"Bearer {token}"} if token else {}


def initial_access_token(**limits: Any) -> str:
    """Make an initial access token as an administrator does; return its value."""
    return make_initial_access_token(label="A test", **limits)[1]
