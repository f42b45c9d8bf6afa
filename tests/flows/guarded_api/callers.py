"""Callers of the API, one for each kind of credential, each got as a client gets it: over HTTP."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from tests.flows.conftest import PASSWORD
from tests.flows.oauth import RelyingParty


@dataclass
class Caller:
    """Calls the API with the cookies of `client` and the `headers` of its credential."""

    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))
    headers: dict[str, str] = field(default_factory=dict)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send a request with a JSON body."""
        content = "" if body is None else json.dumps(body)
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return self.client.generic(method, path, content, content_type="application/json", headers=sent)

    def get(self, path: str, **headers: str) -> Any:
        """Read."""
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """Write."""
        return self.call("POST", path, {} if body is None else body, **headers)


def nobody() -> Caller:
    """A caller without a credential."""
    return Caller()


def with_header(value: str) -> Caller:
    """A caller that sends this Authorization header."""
    return Caller(headers={"authorization": value})


def session_of(name: str) -> Caller:
    """A browser that signed in through the page and keeps to its CSRF rules."""
    client = Client(enforce_csrf_checks=True)
    client.get("/accounts/login/")
    form = {"login": name, "password": PASSWORD, "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    assert client.post("/accounts/login/", form).status_code == 302
    return Caller(client, {"x-csrftoken": client.cookies["csrftoken"].value})


def jwt_pair_of(name: str) -> dict[str, str]:
    """The pair of our own mobile client."""
    response = nobody().post("/api/jwt/token/", {"username": name, "password": PASSWORD})
    assert response.status_code == 200, response.content
    return dict(response.json())


def jwt_of(name: str) -> Caller:
    """Our own mobile client."""
    return with_header(f"Bearer {jwt_pair_of(name)['access']}")


def drf_key_of(name: str) -> str:
    """The key of a person's script."""
    response = nobody().post("/api/token/", {"username": name, "password": PASSWORD})
    assert response.status_code == 200, response.content
    return str(response.json()["token"])


def drf_token_of(name: str) -> Caller:
    """A person's script."""
    return with_header(f"Token {drf_key_of(name)}")


def browser_of(name: str) -> Client:
    """A browser for the authorization code flow."""
    client = Client()
    assert client.post("/accounts/login/", {"login": name, "password": PASSWORD}).status_code == 302
    return client


def oauth2_of(client: RelyingParty, name: str, scopes: Iterable[str]) -> Caller:
    """A third-party application that the person allowed these scopes."""
    return with_header(f"Bearer {client.tokens(browser_of(name), scope=' '.join(scopes))['access_token']}")


def machine_of(client: RelyingParty, scopes: Iterable[str]) -> Caller:
    """An application that acts for itself (RFC 6749 section 4.4)."""
    response = client.token(Client(), grant_type="client_credentials", scope=" ".join(scopes))
    assert response.status_code == 200, response.content
    return with_header(f"Bearer {response.json()['access_token']}")
