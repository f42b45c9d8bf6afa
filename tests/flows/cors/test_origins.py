"""Which origins may read which answers (contract: CORS; RFC 9700 section 2.6)."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.flows.oauth import RelyingParty

SPA = "https://spa.example.org"
ELSEWHERE = "https://elsewhere.example.org"
ALLOW = "Access-Control-Allow-Origin"
CLIENTS = [
    "/o/token/",
    "/o/revoke_token/",
    "/o/userinfo/",
    "/o/par/",
    "/o/register/",
    "/o/device-authorization/",
    "/api/",
    "/api/whoami/",
    "/mcp",
]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/.well-known/openid-configuration", "/.well-known/jwks.json", "/.well-known/oauth-protected-resource/api"]
)
def test_metadata_is_for_any_origin(client: Client, path: str) -> None:
    assert client.get(path, headers={"origin": ELSEWHERE})[ALLOW] in ("*", ELSEWHERE)


@pytest.mark.parametrize("path", CLIENTS)
@pytest.mark.parametrize("asked", ["authorization", "content-type", "dpop", "authorization,dpop"])
def test_a_preflight_is_answered_to_the_origins_of_active_clients(
    client: Client, spa: RelyingParty, path: str, asked: str
) -> None:
    preflight = {"access-control-request-method": "POST", "access-control-request-headers": asked}
    response = client.options(path, headers={"origin": SPA, **preflight})
    assert response.status_code == 200
    assert response[ALLOW] == SPA
    assert set(asked.split(",")) <= set(response["Access-Control-Allow-Headers"].split(", "))
    assert "Access-Control-Allow-Credentials" not in response
    assert ALLOW not in client.options(path, headers={"origin": ELSEWHERE, **preflight})


@pytest.mark.parametrize("path", CLIENTS)
def test_errors_too_are_for_the_origins_of_active_clients(client: Client, spa: RelyingParty, path: str) -> None:
    failed = client.post(path, {}, headers={"origin": SPA})
    assert failed.status_code >= 400
    assert failed[ALLOW] == SPA
    assert "Origin" in failed["Vary"].title()
    exposed = set(failed["Access-Control-Expose-Headers"].split(", "))
    assert exposed == {"WWW-Authenticate", "DPoP-Nonce", "Retry-After", "ETag", "Link"}
    assert "Access-Control-Allow-Credentials" not in failed
    for origin in (ELSEWHERE, "null", f"{SPA}.evil.example", "https://spa.example", "", "*", "\u0100", "a" * 300):
        assert ALLOW not in client.post(path, {}, headers={"origin": origin})


@pytest.mark.parametrize("method", ["post", "options"])
@pytest.mark.parametrize(("origin", "most"), [(SPA, 1), (ELSEWHERE, 1), ("http://localhost:8000", 0), ("null", 0)])
def test_an_origin_costs_one_statement_at_most(
    client: Client, spa: RelyingParty, method: str, origin: str, most: int
) -> None:
    headers = {"origin": origin, "access-control-request-method": "POST"}
    with CaptureQueriesContext(connection) as seen:
        getattr(client, method)("/o/token/", headers=headers)
    assert len([query for query in seen if "clientorigin" in query["sql"]]) == most


def test_a_disabled_client_brings_no_origin(client: Client, spa: RelyingParty) -> None:
    spa.application.enabled = False
    spa.application.save()
    assert ALLOW not in client.post("/o/token/", {}, headers={"origin": SPA})


def test_an_origin_that_a_client_gave_up_is_welcome_no_more(client: Client, spa: RelyingParty) -> None:
    spa.application.allowed_origins = "https://new.example.org"
    spa.application.save()
    assert ALLOW not in client.post("/o/token/", {}, headers={"origin": SPA})
    assert client.post("/o/token/", {}, headers={"origin": "https://new.example.org"})[ALLOW]


def test_an_origin_counts_as_long_as_one_active_client_has_it(
    client: Client, spa: RelyingParty, register: Callable[..., RelyingParty]
) -> None:
    other = register(name="Another of the same page", allowed_origins=f"{ELSEWHERE} {SPA}")
    other.application.enabled = False
    other.application.save()
    assert client.post("/o/token/", {}, headers={"origin": SPA})[ALLOW] == SPA
    assert ALLOW not in client.post("/o/token/", {}, headers={"origin": ELSEWHERE})
    spa.application.delete()
    assert ALLOW not in client.post("/o/token/", {}, headers={"origin": SPA})


@pytest.mark.parametrize(
    "path",
    [
        "/o/authorize/",
        "/o/introspect/",
        "/o/logout/",
        "/",
        "/accounts/login/",
        "/admin/",
        "/.well-known/change-password",
        "/account/",
        "/account/access/",
        "/account/export/",
        "/consent/",
        "/developer/",
        "/developer/playground/callback/",
        "/logos/0000000000000000000000000000000000000000000000000000000000000000",
        "/preferences/",
    ],
)
def test_everything_else_is_for_none(client: Client, spa: RelyingParty, path: str) -> None:
    assert ALLOW not in client.get(path, headers={"origin": SPA})
