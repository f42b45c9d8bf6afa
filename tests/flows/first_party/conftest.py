"""A page of our own that signs in by JSON, and a person whose address is verified."""

from typing import Any

import jwt as pyjwt
from django.test import Client

from tests.flows.conftest import PASSWORD
from tests.flows.guarded_api.callers import Caller, nobody

NEW_PASSWORD = "another long password"
DOORS = ("/api/token/", "/api-token-auth/", "/api/jwt/token/", "/api/jwt/sliding/", "/api/login/")
GOOD = {"username": "alice", "password": PASSWORD}


def page_of(name: str) -> Caller:
    """A page of our own in which this person has signed in, which holds to the rules of CSRF."""
    return signed_in(Client(enforce_csrf_checks=True), name)


def signed_in(client: Client, name: str) -> Caller:
    """Sign in by JSON in this browser."""
    answer = Caller(client).post("/api/login/", {"username": name, "password": PASSWORD})
    assert answer.status_code == 200, answer.content
    return Caller(client, {"x-csrftoken": client.cookies["csrftoken"].value})


def sliding_of(name: str) -> str:
    """The sliding token of our own app."""
    answer = nobody().post("/api/jwt/sliding/", {"username": name, "password": PASSWORD})
    assert answer.status_code == 200, answer.content
    return str(answer.json()["token"])


def opens(authorization: str) -> int:
    """The status that a credential gets at the API."""
    return int(nobody().get("/api/protected/", authorization=authorization).status_code)


def cookies_of(answer: Any) -> dict[str, tuple[Any, ...]]:
    """What an answer says of each cookie that it sets: path, out of reach of scripts, SameSite, lifetime in seconds."""
    return {
        name: (morsel["path"], bool(morsel["httponly"]), morsel["samesite"], morsel["max-age"])
        for name, morsel in answer.cookies.items()
    }


def claims_of(token: str) -> dict[str, Any]:
    """What a token says, unverified."""
    return dict(pyjwt.decode(token, options={"verify_signature": False}))
