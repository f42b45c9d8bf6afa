"""Which origins may read which answers (contract: CORS; RFC 9700 section 2.6)."""

import pytest
from django.test import Client

from tests.flows.oauth import RelyingParty

SPA = "https://spa.example.org"
ELSEWHERE = "https://elsewhere.example.org"
ALLOW = "Access-Control-Allow-Origin"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/.well-known/openid-configuration", "/.well-known/jwks.json", "/.well-known/oauth-protected-resource/api"]
)
def test_metadata_is_for_any_origin(client: Client, path: str) -> None:
    assert client.get(path, headers={"origin": ELSEWHERE})[ALLOW] in ("*", ELSEWHERE)


@pytest.mark.parametrize("path", ["/o/token/", "/o/revoke_token/", "/o/userinfo/", "/api/whoami/", "/api/status/"])
def test_tokens_and_the_api_are_for_the_origins_of_active_clients(client: Client, spa: RelyingParty, path: str) -> None:
    preflight = {
        "origin": SPA,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization",
    }
    response = client.options(path, headers=preflight)
    assert response[ALLOW] == SPA
    assert "authorization" in response["Access-Control-Allow-Headers"].lower()
    failed = client.post(path, {}, headers={"origin": SPA})
    assert failed.status_code >= 400
    assert failed[ALLOW] == SPA
    assert "WWW-Authenticate" in failed["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in failed
    assert ALLOW not in client.post(path, {}, headers={"origin": ELSEWHERE})


def test_a_disabled_client_brings_no_origin(client: Client, spa: RelyingParty) -> None:
    spa.application.enabled = False
    spa.application.save()
    assert ALLOW not in client.post("/o/token/", {}, headers={"origin": SPA})


@pytest.mark.parametrize("path", ["/o/authorize/", "/o/introspect/", "/o/logout/", "/", "/accounts/login/", "/admin/"])
def test_everything_else_is_for_none(client: Client, spa: RelyingParty, path: str) -> None:
    assert ALLOW not in client.get(path, headers={"origin": SPA})
