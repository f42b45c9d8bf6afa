"""HEAD is GET without the content, and changes nothing (RFC 9110 sections 9.2.1 and 9.3.2; decision 0138)."""

from typing import Any

import pytest
from django.test import Client

from oauth_server.protocol.models import Grant
from tests.flows.oauth import RelyingParty

pytestmark = pytest.mark.spec("RFC 9110 section 9.3.2")


def is_signed_in(user_agent: Client) -> bool:
    return bool(user_agent.get("/api/whoami/").status_code == 200)


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/.well-known/jwks.json", "/o/logout/", "/live"])
def test_it_is_answered_where_a_get_is_safe(client: Client, db: None, path: str) -> None:
    response = client.head(path)
    assert (response.status_code, response.content) == (client.get(path).status_code, b"")


def test_userinfo_answers_it(user_agent: Client, web: RelyingParty) -> None:
    bearer = {"authorization": f"Bearer {web.tokens(user_agent)['access_token']}"}
    for headers in (bearer, {"authorization": "Bearer none"}):
        read, asked = (Client().generic(method, "/o/userinfo/", headers=headers) for method in ("GET", "HEAD"))
        assert (asked.status_code, asked.content) == (read.status_code, b"")
        assert asked.get("WWW-Authenticate") == read.get("WWW-Authenticate")


def test_it_ends_no_session_where_a_get_would(user_agent: Client, web: RelyingParty) -> None:
    hint = {"id_token_hint": web.tokens(user_agent)["id_token"]}
    assert user_agent.head("/o/logout/", hint).status_code == 200
    assert is_signed_in(user_agent)
    user_agent.get("/o/logout/", hint)
    assert not is_signed_in(user_agent)


@pytest.mark.parametrize("pushed", [False, True])
def test_it_gets_no_code_and_spends_no_request(user_agent: Client, web: RelyingParty, pushed: bool) -> None:
    web.tokens(user_agent)
    asked: Any = web.pushed(user_agent) if pushed else "/o/authorize/"
    parameters: Any = {} if pushed else web.request()
    before = Grant.objects.count()
    refused = user_agent.head(asked, parameters)
    assert (refused.status_code, refused["Allow"]) == (405, "GET, POST")
    assert Grant.objects.count() == before
    assert "code=" in user_agent.get(asked, parameters)["Location"]


@pytest.mark.parametrize("path", ["/developer/playground/callback/", "/accounts/oidc/other/login/callback/"])
def test_it_takes_no_answer_of_another_server(user_agent: Client, path: str) -> None:
    assert user_agent.head(f"{path}?code=x&state=y").status_code == 405
