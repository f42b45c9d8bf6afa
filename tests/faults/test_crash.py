"""A crash between two writes leaves a code or a token unspent; a database that does not answer is 503."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from oauth_server.protocol.models import AccessToken, RefreshToken
from tests.flows.oauth import RelyingParty, allow

pytestmark = pytest.mark.django_db(transaction=True)
SCOPE = "openid account:read"


class Crash(Exception):
    """The process dies here."""


@contextmanager
def failing(start: str, table: str, error: Exception) -> Iterator[None]:
    """Fail every statement of this kind on this table before it reaches the database."""

    def wrapper(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.lstrip().lower().startswith(start) and table in sql:
            raise error
        return execute(sql, *rest)

    with connection.execute_wrapper(wrapper):
        yield


@pytest.mark.parametrize(
    ("form", "table"),
    [
        ("jwt", "oauth_server_refreshtoken"),
        ("opaque", "oauth_server_accesstoken"),
        ("opaque", "oauth_server_refreshtoken"),
    ],
)
def test_a_crash_in_an_exchange_leaves_the_code_unspent(
    register: Callable[..., RelyingParty], user_agent: Client, form: str, table: str
) -> None:
    web = register(token_format=form)
    code = allow(user_agent, user_agent.get("/o/authorize/", web.request(scope=SCOPE)))["code"]
    with failing("insert", table, Crash()), pytest.raises(Crash):
        web.exchange(Client(), code)
    assert not AccessToken.objects.exists()
    assert not RefreshToken.objects.exists()
    assert web.exchange(Client(), code).status_code == 200


@pytest.mark.parametrize(("form", "table"), [("jwt", "accounts_auditevent"), ("opaque", "oauth_server_accesstoken")])
def test_a_crash_in_a_refresh_leaves_the_token_unspent(
    register: Callable[..., RelyingParty], user_agent: Client, form: str, table: str
) -> None:
    web = register(token_format=form)
    answer = web.tokens(user_agent, scope=SCOPE)
    with failing("insert", table, Crash()), pytest.raises(Crash):
        web.refresh(Client(), answer["refresh_token"])
    newer = web.refresh(Client(), answer["refresh_token"])
    assert newer.status_code == 200
    assert RefreshToken.objects.get().generation == 1
    headers = {"authorization": f"Bearer {newer.json()['access_token']}"}
    assert Client().get("/o/userinfo/", headers=headers).status_code == 200


@pytest.mark.parametrize("path", ["/o/token/", "/o/revoke_token/", "/o/introspect/"])
def test_a_database_that_does_not_answer_is_503(web: RelyingParty, path: str) -> None:
    with failing("select", "oauth_server_application", OperationalError("no connection")):
        response = web.post(Client(), path, grant_type="authorization_code", code="x", token="x")
    assert (response.status_code, response.json()["error"]) == (503, "temporarily_unavailable")
    assert int(response["Retry-After"]) > 0


def test_userinfo_without_a_database_is_503(web: RelyingParty, user_agent: Client) -> None:
    headers = {"authorization": f"Bearer {web.tokens(user_agent, scope=SCOPE)['access_token']}"}
    with failing("select", "oauth_server_grant", OperationalError("no connection")):
        assert Client().get("/o/userinfo/", headers=headers).status_code == 503
