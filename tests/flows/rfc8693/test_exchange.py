"""Token exchange: what it gives, and to whom (RFC 8693)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from oauth_server.protocol.models import ProtectedResource, RefreshToken
from tests.flows.oauth import RelyingParty, claims_of
from tests.flows.rfc8693.exchange import (
    ACCESS_TOKEN,
    API,
    EXCHANGE,
    JWT,
    MCP,
    REPORTS,
    at_the_api,
    exchange,
    exchanged,
    machine_token,
    refused,
    standing,
)

pytestmark = pytest.mark.spec("RFC 8693 section 2.1")


@pytest.mark.spec("RFC 8693 section 2.2.1")
def test_a_resource_server_passes_a_call_on_in_the_name_of_who_called(
    alice: User, web: RelyingParty, api: RelyingParty, token: str
) -> None:
    answer = exchanged(api, token)
    claims, before = claims_of(answer["access_token"]), claims_of(token)
    assert answer["issued_token_type"] == ACCESS_TOKEN
    assert answer["token_type"] == "Bearer"
    assert 0 < answer["expires_in"] <= 300
    assert set(answer) == {"access_token", "issued_token_type", "token_type", "expires_in", "scope"}
    assert claims["sub"] == before["sub"] == str(alice.subject)
    assert (claims["aud"], claims["client_id"]) == (MCP, api.client_id)
    assert claims["act"] == {"sub": api.client_id, "client_id": api.client_id}
    assert claims["jti"] != before["jti"]


def test_it_never_gives_a_refresh_token(api: RelyingParty, web: RelyingParty, token: str) -> None:
    before = RefreshToken.objects.count()
    assert "refresh_token" not in exchanged(api, token)
    assert RefreshToken.objects.count() == before


def test_an_exchanged_token_opens_what_it_was_made_for_and_nothing_else(
    user_agent: Client, web: RelyingParty, tools: RelyingParty
) -> None:
    sent = web.tokens(user_agent, resource=MCP, scope="account:read todo:read")["access_token"]
    assert at_the_api(sent) == 401
    token = exchanged(tools, sent, resource=API)["access_token"]
    assert at_the_api(token) == 200
    assert at_the_api(token, "/api/v1/todo/") == 200
    assert at_the_api(token, "/o/userinfo/") == 403


def test_the_scope_is_that_of_subject_client_and_target_together(
    server: Callable[..., RelyingParty], token: str
) -> None:
    api = server(API, scopes="account:read todo:read reports:read")
    assert exchanged(api, token)["scope"] == "account:read todo:read"


def test_the_scope_is_narrowed_further_on_demand(api: RelyingParty, token: str) -> None:
    answer = exchanged(api, token, scope="todo:read")
    assert answer["scope"] == claims_of(answer["access_token"])["scope"] == "todo:read"


@pytest.mark.parametrize(
    "scope", ["reports:read", "todo:read reports:read", "openid", "email", "unknown", "offline_access"]
)
def test_the_scope_is_never_widened(api: RelyingParty, token: str, scope: str) -> None:
    assert refused(exchange(api, token, scope=scope, resource=API)) == (400, "invalid_scope")


def test_a_token_of_no_scope_in_common_gives_none(server: Callable[..., RelyingParty], token: str) -> None:
    assert refused(exchange(server(API, scopes="reports:read"), token)) == (400, "invalid_scope")


def test_the_target_is_our_own_api_where_none_is_named(api: RelyingParty, token: str) -> None:
    assert claims_of(exchanged(api, token, resource=None)["access_token"])["aud"] == API


@pytest.mark.parametrize("named", [{"audience": MCP}, {"audience": MCP, "resource": MCP}, {"resource": f"{MCP}/"}])
def test_the_target_is_named_as_audience_or_as_resource(api: RelyingParty, token: str, named: dict[str, str]) -> None:
    answer = exchanged(api, token, **{"resource": None, **named})
    assert claims_of(answer["access_token"])["aud"] == MCP


@pytest.mark.spec("RFC 8693 section 2.2.2")
@pytest.mark.parametrize(
    "named",
    [
        {"resource": "https://elsewhere.example.org"},
        {"resource": None, "audience": "https://elsewhere.example.org"},
        {"resource": None, "audience": "some client"},
        {"resource": API, "audience": MCP},
        {"resource": [API, MCP]},
    ],
)
def test_another_target_than_one_registered_resource_is_invalid_target(
    api: RelyingParty, token: str, named: dict[str, Any]
) -> None:
    assert refused(exchange(api, token, **named)) == (400, "invalid_target")


def test_a_resource_of_an_administrators_keeps_its_format_and_its_lifetime(
    api: RelyingParty, server: Callable[..., RelyingParty], token: str, reports: ProtectedResource
) -> None:
    reports.token_format, reports.access_token_lifetime = "opaque", timedelta(seconds=40)
    reports.save()
    answer = exchanged(api, token, resource=f"{REPORTS}/2026")
    assert "." not in answer["access_token"]
    assert answer["expires_in"] <= 40
    told = standing(server(REPORTS), answer["access_token"])
    assert told["aud"] == REPORTS
    assert told["act"] == {"sub": api.client_id, "client_id": api.client_id}


def test_a_token_never_outlives_its_subject(
    register: Callable[..., RelyingParty], user_agent: Client, api: RelyingParty
) -> None:
    short = register(access_token_lifetime=timedelta(seconds=30))
    subject = short.tokens(user_agent)["access_token"]
    answer = exchanged(api, subject)
    assert claims_of(answer["access_token"])["exp"] <= claims_of(subject)["exp"]


@pytest.mark.spec("RFC 8693 section 2.2.2")
def test_a_token_that_was_meant_for_another_party_is_refused(
    tools: RelyingParty, server: Callable[..., RelyingParty], token: str
) -> None:
    for thief in (tools, server(), server("https://elsewhere.example.org")):
        assert refused(exchange(thief, token)) == (400, "invalid_request")


def test_a_client_does_not_exchange_its_own_tokens_for_those_of_others(
    register: Callable[..., RelyingParty], user_agent: Client
) -> None:
    both = register(grant_types=f"authorization_code {EXCHANGE}")
    assert refused(exchange(both, both.tokens(user_agent)["access_token"])) == (400, "invalid_request")


@pytest.mark.parametrize("kind", [JWT, ACCESS_TOKEN])
def test_a_jwt_access_token_goes_by_either_type(api: RelyingParty, token: str, kind: str) -> None:
    answer = exchanged(api, token, subject_token_type=kind, requested_token_type=kind)
    assert answer["issued_token_type"] == kind


def test_an_opaque_token_is_exchanged_too_and_is_no_jwt(
    register: Callable[..., RelyingParty], user_agent: Client, server: Callable[..., RelyingParty]
) -> None:
    api = server(API, token_format="opaque")
    subject = register(token_format="opaque").tokens(user_agent, scope="account:read todo:read")["access_token"]
    token = exchanged(api, subject, resource=API)["access_token"]
    assert "." not in token
    assert at_the_api(token) == 200
    assert refused(exchange(api, subject, subject_token_type=JWT)) == (400, "invalid_request")
    assert refused(exchange(api, subject, requested_token_type=JWT)) == (400, "invalid_request")
    further = exchanged(api, token, resource=API)["access_token"]
    assert standing(api, further)["act"]["act"] == {"sub": api.client_id, "client_id": api.client_id}
    api.post(Client(), "/o/revoke_token/", token=further)
    assert [at_the_api(one) for one in (subject, token, further)] == [401, 401, 401]


@pytest.mark.parametrize(
    "changes",
    [
        {"subject_token": None},
        {"subject_token": "no token"},
        {"subject_token": "a.b.c"},
        {"subject_token": "x" * 43},
        {"subject_token_type": None},
        {"subject_token_type": "urn:ietf:params:oauth:token-type:id_token"},
        {"subject_token_type": "urn:ietf:params:oauth:token-type:refresh_token"},
        {"subject_token_type": "urn:ietf:params:oauth:token-type:saml2"},
        {"subject_token_type": "access_token"},
        {"requested_token_type": "urn:ietf:params:oauth:token-type:refresh_token"},
        {"requested_token_type": "urn:ietf:params:oauth:token-type:id_token"},
        {"actor_token_type": ACCESS_TOKEN},
        {"actor_token": "no token", "actor_token_type": ACCESS_TOKEN},
        {"actor_token": "no token"},
        {"audience": ["a", "b"]},
    ],
)
@pytest.mark.spec("RFC 8693 section 2.2.2")
def test_a_request_that_is_not_whole_is_invalid_request(api: RelyingParty, token: str, changes: dict[str, Any]) -> None:
    assert refused(exchange(api, **{"subject_token": token, **changes})) == (400, "invalid_request")


@pytest.mark.parametrize("name", ["id_token", "refresh_token"])
def test_a_token_of_another_kind_is_refused_whatever_it_is_called(
    user_agent: Client, web: RelyingParty, api: RelyingParty, name: str
) -> None:
    other = web.tokens(user_agent)[name]
    for kind in (ACCESS_TOKEN, JWT):
        assert refused(exchange(api, other, subject_token_type=kind)) == (400, "invalid_request")


def test_only_a_confidential_client_that_is_registered_for_it_exchanges_tokens(
    register: Callable[..., RelyingParty], server: Callable[..., RelyingParty], token: str
) -> None:
    unregistered = register(introspects=API)
    assert refused(exchange(unregistered, token)) == (400, "unauthorized_client")
    public = register(public=True)
    type(public.application).objects.filter(pk=public.application.pk).update(grant_types=EXCHANGE, introspects=API)
    assert refused(exchange(public, token)) == (400, "unauthorized_client")


@pytest.mark.spec("RFC 8693 section 2.1")
def test_a_wrong_secret_exchanges_nothing(api: RelyingParty, token: str) -> None:
    stranger = RelyingParty(application=api.application, secret="wrong")
    assert refused(exchange(stranger, token)) == (401, "invalid_client")


@pytest.mark.spec("RFC 8414 section 2")
def test_the_grant_is_listed(client: Client, db: None) -> None:
    assert EXCHANGE in client.get("/.well-known/oauth-authorization-server").json()["grant_types_supported"]


def test_a_machine_is_passed_on_too(server: Callable[..., RelyingParty], api: RelyingParty) -> None:
    batch = server(name="A batch job")
    subject = machine_token(batch, scope="reports:read", resource=API)
    answer = exchanged(api, subject, resource=API)
    claims = claims_of(answer["access_token"])
    assert (claims["sub"], claims["client_id"], claims["aud"]) == (batch.client_id, api.client_id, API)
    assert claims["act"] == {"sub": api.client_id, "client_id": api.client_id}
    assert at_the_api(answer["access_token"], "/api/v1/reports/") == 200
    assert at_the_api(answer["access_token"], "/api/v1/todo/") == 403


def test_subjects_are_those_that_the_asking_client_knows(
    server: Callable[..., RelyingParty], alice: User, token: str
) -> None:
    api = server(API)
    own = type(api.application).objects.filter(pk=api.application.pk)
    own.update(subject_type="pairwise", sector="api.example.org")
    answer = exchanged(api, token, resource=API)
    assert claims_of(answer["access_token"])["sub"] != str(alice.subject)
    assert at_the_api(answer["access_token"]) == 200
