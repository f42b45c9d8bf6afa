"""A person with every role, and each kind of credential of theirs, got over HTTP from a live server."""

import json
import secrets
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import requests

from accounts.roles import Role
from oauth_server.vocabulary import SCOPES
from tests.live.person import Person
from tests.live.relying_party import RelyingParty
from tests.live.server import ROOT, LiveServer

Headers = dict[str, str]
RESOURCE_SCOPES = [str(scope) for scope, facts in SCOPES.items() if facts.resource]


def credentials(server: LiveServer) -> dict[str, Callable[[], Headers]]:
    """Return by kind a function that makes a person and answers the headers of a request in their name."""
    return {
        "anonymous": dict,
        "session": lambda: _session(server, everybody(server)),
        "jwt": lambda: _bearer(_post(server, "/api/jwt/token/", everybody(server))["access"]),
        "sliding": lambda: _bearer(_post(server, "/api/jwt/sliding/", everybody(server))["token"]),
        "drf_token": lambda: {"Authorization": f"Token {_post(server, '/api/token/', everybody(server))['token']}"},
        "api_key": lambda: _key(server, everybody(server)),
        "service_key": lambda: _service_key(server),
        "oauth2": lambda: _oauth2(server, everybody(server)),
        "oauth2_machine": lambda: _machine(server),
    }


def everybody(server: LiveServer) -> dict[str, str]:
    """Make a person who holds every role; return what a password door asks for."""
    person, admin = _somebody(server), _admin(server)
    path = f"/api/v1/users/{_id_of(server, person['username'])}/"
    roles = {"roles": [str(role) for role in Role]}
    answer = requests.patch(f"{server.issuer}{path}", json=roles, headers=admin, timeout=30)
    assert answer.ok, answer.text
    return person


def victim(server: LiveServer) -> int:
    """Make a person to be changed and deleted by those who may; return their id."""
    return _id_of(server, _somebody(server)["username"])


def _somebody(server: LiveServer) -> dict[str, str]:
    name = f"person{secrets.token_hex(6)}"
    person = {"username": name, "password": "a sparrow in the rafters"}
    _post(server, "/api/register/", {**person, "email": f"{name}@example.org"})
    return person


def _admin(server: LiveServer) -> Headers:
    adam = {"username": "adam", "password": server.user("adam")["password"]}
    return _bearer(_post(server, "/api/jwt/token/", adam)["access"])


def _id_of(server: LiveServer, name: str) -> int:
    found = requests.get(
        f"{server.issuer}/api/v1/users/", params={"search": name}, headers=_admin(server), timeout=30
    ).json()
    return next(int(one["id"]) for one in found["results"] if one["username"] == name)


def _session(server: LiveServer, person: dict[str, str]) -> Headers:
    answer = requests.post(f"{server.issuer}/api/login/", json=person, timeout=30)
    sent = {name: value for name, value in answer.cookies.items() if name in {"sessionid", "csrftoken"}}
    cookie = "; ".join(f"{name}={value}" for name, value in sent.items())
    return {"Cookie": cookie, "X-CSRFToken": sent["csrftoken"]}


def _key(server: LiveServer, person: dict[str, str]) -> Headers:
    access = _bearer(_post(server, "/api/jwt/token/", person)["access"])
    key = {"name": "everything", "scopes": RESOURCE_SCOPES}
    answer = requests.post(f"{server.issuer}/api/keys/", json=key, headers=access, timeout=30)
    return {"X-API-Key": answer.json()["key"]}


def _service_key(server: LiveServer) -> Headers:
    command = [sys.executable, "manage.py", "service_key", "everything", "--json", *_each("--scope", RESOURCE_SCOPES)]
    made = subprocess.run(command, cwd=ROOT, env=server.environment, capture_output=True, text=True, check=True)
    return {"X-API-Key": json.loads(made.stdout)["key"]}


def _oauth2(server: LiveServer, person: dict[str, str]) -> Headers:
    party = RelyingParty(server, "Sample application")
    with Person(server, **person) as browser:
        scopes = [scope for scope in RESOURCE_SCOPES if scope in party.client["scopes"]]
        return _bearer(party.tokens(browser, scope=" ".join(scopes))["access_token"])


def _machine(server: LiveServer) -> Headers:
    with RelyingParty(server, "Nightly report").session() as session:
        token = session.fetch_token(f"{server.issuer}/o/token/", grant_type="client_credentials")
    return _bearer(token["access_token"])


def _bearer(token: str) -> Headers:
    return {"Authorization": f"Bearer {token}"}


def _post(server: LiveServer, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = requests.post(f"{server.issuer}{path}", json=body, timeout=30)
    assert answer.ok, answer.text
    return dict(answer.json())


def _each(option: str, values: list[str]) -> list[str]:
    return [part for value in values for part in (option, value)]
