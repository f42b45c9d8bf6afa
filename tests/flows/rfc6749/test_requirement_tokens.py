"""Rules of the token endpoint that are easily lost: replay, narrowed clients, cut tokens, secrets."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from oauth_server.protocol.models import Application
from tests.flows.oauth import RelyingParty, allow

pytestmark = pytest.mark.spec("RFC 6749 section 5")


def userinfo(token: str) -> int:
    return int(Client().get("/o/userinfo/", headers={"authorization": f"Bearer {token}"}).status_code)


def refused(response: Any, error: str = "invalid_grant") -> None:
    assert (response.status_code, response.json()["error"]) == (400, error)


@pytest.mark.spec("RFC 6749 section 10.5")
def test_a_spent_code_stays_spent_when_every_cache_is_lost(web: RelyingParty, user_agent: Client) -> None:
    code = allow(user_agent, user_agent.get("/o/authorize/", web.request()))["code"]
    answer = web.exchange(user_agent, code).json()
    cache.clear()
    refused(web.exchange(Client(), code))
    assert userinfo(answer["access_token"]) == 401


@pytest.mark.spec("RFC 6749 section 3.3")
def test_a_scope_taken_from_the_client_is_in_no_later_token(web: RelyingParty, user_agent: Client) -> None:
    answer = web.tokens(user_agent, scope="openid account:read todo:write")
    Application.objects.filter(pk=web.application.pk).update(scopes="openid account:read")
    refused(web.refresh(user_agent, answer["refresh_token"], scope="todo:write"), "invalid_scope")
    newer = web.refresh(user_agent, answer["refresh_token"]).json()
    assert newer["scope"] == "openid account:read"


@pytest.mark.spec("RFC 6749 section 10.3")
def test_a_token_cut_short_or_lengthened_is_none(web: RelyingParty, user_agent: Client) -> None:
    answer = web.tokens(user_agent)
    access, refresh = answer["access_token"], answer["refresh_token"]
    for changed in (access[:-1], access[1:], f"{access}A", f"{access}=", f"{access}."):
        assert userinfo(changed) == 401
    for changed in (refresh[:-1], refresh[1:], f"{refresh}A", refresh.replace(".", ""), refresh.partition(".")[0]):
        refused(web.refresh(user_agent, changed))
    assert userinfo(access) == 200
    assert web.refresh(user_agent, refresh).status_code == 200


@pytest.mark.spec("RFC 6749 section 10.10")
def test_a_client_secret_is_made_of_at_least_256_random_bits(register: Callable[..., RelyingParty]) -> None:
    secrets = {register().secret for _ in range(3)}
    assert len(secrets) == 3
    assert all(len(secret) == 128 and len(set(secret)) > 20 for secret in secrets)


@pytest.mark.spec("RFC 6749 section 2.3.1")
def test_a_stored_client_secret_is_one_fast_digest_and_no_secret(web: RelyingParty, client: Client) -> None:
    stored = Application.objects.get(pk=web.application.pk).client_secret
    assert stored.startswith("client_secret_sha256$$")
    web.secret = stored
    assert web.token(client, grant_type="authorization_code", code="x").status_code == 401


@pytest.mark.spec("RFC 6749 section 3.2")
@pytest.mark.parametrize("surplus", [{"x": "a" * 70_000}, {f"x{number}": "1" for number in range(60)}])
def test_a_body_too_long_or_of_too_many_fields_is_not_taken_whatever_else_it_says(
    web: RelyingParty, user_agent: Client, surplus: dict[str, str]
) -> None:
    code = allow(user_agent, user_agent.get("/o/authorize/", web.request()))["code"]
    refused(web.exchange(user_agent, code, **surplus), "invalid_request")
    assert web.exchange(user_agent, code).status_code == 200
