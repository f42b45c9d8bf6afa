"""Programs are answered in English, whatever they accept: an OAuth error is ASCII (RFC 6749 section 5.2)."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.flows.conftest import PASSWORD
from tests.flows.oauth import RelyingParty

QUESTIONS: list[tuple[str, str, Any]] = [
    ("GET", "/api/whoami/", None),
    ("GET", "/api/v1/todo/0/", None),
    ("GET", "/api/v1/nothing/", None),
    ("POST", "/api/register/", {"username": "a@", "password": "1", "email": "no"}),
    ("POST", "/api/register/", {}),
    ("POST", "/api/token/", {"username": "alice", "password": "wrong"}),
    ("POST", "/api/jwt/token/", {}),
    ("POST", "/api/jwt/token/", {"username": "alice", "password": "wrong"}),
    ("POST", "/api/password/reset/", {"email": "no"}),
    ("POST", "/api-token-auth/", {}),
    ("POST", "/o/token/", {"grant_type": "authorization_code"}),
    ("POST", "/o/introspect/", {}),
    ("POST", "/o/par/", {}),
    ("POST", "/o/device-authorization/", {}),
    ("GET", "/o/userinfo/", None),
    ("POST", "/o/register/", {}),
    ("GET", "/.well-known/openid-configuration", None),
    ("GET", "/api/schema/", None),
]


def told(client: Client, question: tuple[str, str, Any], language: str) -> tuple[int, dict[str, str], bytes]:
    method, path, body = question
    response: Any = client.generic(
        method,
        path,
        data="" if body is None else str(body).replace("'", '"'),
        content_type="application/json" if path.startswith("/api") else "application/x-www-form-urlencoded",
        headers={"accept-language": language},
    )
    headers = {name: response.get(name, "") for name in ("WWW-Authenticate", "Content-Language")}
    return response.status_code, headers, b"" if path == "/o/userinfo/" else _without_id(response.content)


def _without_id(content: bytes) -> bytes:
    """Return an answer without what names the single request."""
    before, _, after = content.partition(b'"decision')
    return before if after else content


@pytest.mark.django_db
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: f"{question[0]}-{question[1]}")
def test_a_program_is_answered_in_english_whatever_it_accepts(client: Client, question: tuple[str, str, Any]) -> None:
    client.get("/", headers={"accept-language": "de"})  # the thread has just spoken German
    client.cookies["language"] = "de"
    assert told(client, question, "de") == told(client, question, "en")


@pytest.mark.spec("RFC 6749 section 5.2")
def test_an_oauth_error_is_ascii(web: RelyingParty) -> None:
    response = web.exchange(Client(headers={"accept-language": "de"}), "none")
    assert response.status_code == 400
    assert response.content.isascii()


def test_a_person_who_chose_german_is_answered_by_the_api_in_english(user_agent: Client, alice: User) -> None:
    user_agent.post("/preferences/", {"language": "de"})
    asked = {"accept-language": "de"}
    answers = [
        client.post("/api/v1/todo/", {}, content_type="application/json", headers=asked).json()["detail"]
        for client in (user_agent, Client())
    ]
    assert all(answer.isascii() for answer in answers)
    assert PASSWORD not in str(answers)
