"""Nothing else is an access token, and a signed one is good where it was made for only (RFC 9068 sections 4 and 5)."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.flows.guarded_api.callers import with_header
from tests.flows.guarded_api.tokens import encode, forged, refused
from tests.flows.oauth import ISSUER, RelyingParty, claims_of
from tests.flows.rfc9068.conftest import token_of, userinfo

pytestmark = pytest.mark.spec("RFC 9068 section 4")


@pytest.fixture
def token(web: RelyingParty, user_agent: Client) -> str:
    """A signed access token of alice."""
    return str(web.tokens(user_agent, scope="openid account:read")["access_token"])


def header_of(token: str) -> dict[str, Any]:
    return dict(json.loads(urlsafe_b64decode(token.partition(".")[0] + "==")))


def everywhere_refused(token: str) -> None:
    refused(token)
    assert userinfo(token).status_code == 401


@pytest.mark.parametrize(
    "change",
    [
        {"sub": "11111111-1111-4111-8111-111111111111"},
        {"client_id": "another"},
        {"scope": "openid account:read admin:read"},
        {"aud": [f"{ISSUER}/api", f"{ISSUER}/mcp"]},
        {"exp": 9999999999},
        {"grant": 1},
        {"jti": "00000000-0000-4000-8000-000000000000"},
        {"roles": ["Admin"]},
    ],
)
def test_a_claim_cannot_be_changed_under_its_signature(token: str, change: dict[str, Any]) -> None:
    header, _, signature = token.split(".")
    everywhere_refused(f"{header}.{encode({**claims_of(token), **change})}.{signature}")


@pytest.mark.parametrize(
    "change",
    [
        {"alg": "none"},
        {"alg": "HS256"},
        {"alg": "RS256"},
        {"alg": "EdDSA"},
        {"alg": None},
        {"alg": ["ES256"]},
        {"typ": "JWT"},
        {"typ": "application/at+jwt"},
        {"typ": None},
        {"kid": "unknown"},
        {"kid": "../../../../dev/null"},
        {"kid": "' or '1'='1"},
        {"kid": {}},
        {"crit": ["exp"]},
        {"crit": ["b64"], "b64": False},
        {"jku": "http://127.0.0.1:9/keys"},
        {"x5u": "http://127.0.0.1:9/chain"},
        {"jwk": {"kty": "oct", "k": "c2VjcmV0"}},
    ],
)
def test_a_header_cannot_choose_how_its_token_is_verified(
    token: str, change: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_fetch(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("something was fetched")

    monkeypatch.setattr("socket.create_connection", no_fetch)
    _, payload, signature = token.split(".")
    everywhere_refused(f"{encode({**header_of(token), **change})}.{payload}.{signature}")
    everywhere_refused(f"{encode({**header_of(token), **change})}.{payload}.")


def test_what_everybody_knows_signs_nothing(token: str, web: RelyingParty) -> None:
    jwk = next(
        key for key in Client().get("/.well-known/jwks.json").json()["keys"] if key["kid"] == header_of(token)["kid"]
    )
    for key in (json.dumps(jwk), jwk["x"], web.secret, settings.SECRET_KEY, ""):
        for algorithm in ("HS256", "ES256"):
            everywhere_refused(forged(claims_of(token), key.encode(), typ="at+jwt", alg=algorithm, kid=jwk["kid"]))


def test_a_part_cut_off_or_written_in_another_way_is_refused(token: str) -> None:
    header, payload, signature = token.split(".")
    for broken in (
        token[:-1],
        f"{token}=",
        f"{token}A",
        f"{header}.{payload}",
        f"{header}.{payload}.",
        f"{header}..{signature}",
        f".{payload}.{signature}",
        f"{header}.{payload}.{signature}.",
        f"{header}.{payload}.{signature}.{signature}.{signature}",
        f"{header}.{payload}.{signature[::-1]}",
        f"{'A' * 70000}.{payload}.{signature}",
        f"{encode(b'[' * 300)}.{payload}.{signature}",
        f"{encode([])}.{payload}.{signature}",
    ):
        everywhere_refused(broken)


@pytest.mark.spec("RFC 9068 section 5")
def test_an_id_token_is_none(web: RelyingParty, user_agent: Client, register: Callable[..., RelyingParty]) -> None:
    es256 = register(id_token_signed_response_alg="ES256")
    for party in (web, es256):
        id_token = party.tokens(user_agent)["id_token"]
        everywhere_refused(id_token)
        _, payload, signature = id_token.split(".")
        everywhere_refused(f"{encode({**header_of(id_token), 'typ': 'at+jwt'})}.{payload}.{signature}")


@pytest.mark.spec("RFC 9068 section 4")
def test_a_token_for_another_resource_is_refused(
    web: RelyingParty, user_agent: Client, register: Callable[..., RelyingParty]
) -> None:
    everywhere_refused(web.tokens(user_agent, resource=f"{ISSUER}/mcp")["access_token"])
    machine = register(authorization_grant_type="client-credentials", redirect_uri="", scopes="todo:read")
    answer = machine.token(Client(), grant_type="client_credentials", resource=f"{ISSUER}/mcp")
    everywhere_refused(answer.json()["access_token"])


@pytest.mark.spec("RFC 9068 section 5")
def test_it_opens_nothing_that_wants_another_kind(
    token: str, web: RelyingParty, register: Callable[..., RelyingParty]
) -> None:
    assert web.refresh(Client(), token).json()["error"] == "invalid_grant"
    assert web.exchange(Client(), token).json()["error"] == "invalid_grant"
    for path, field in (("refresh", "refresh"), ("verify", "token"), ("blacklist", "refresh")):
        answer = Client().post(f"/api/jwt/token/{path}/", {field: token}, content_type="application/json")
        assert answer.status_code == 401
    machine = register(authorization_grant_type="client-credentials", redirect_uri="")
    assert with_header(f"Bearer {token_of(machine)}").get("/api/protected/").status_code == 403
    assert with_header(f"Token {token}").get("/api/protected/").status_code == 401
    assert Client().get("/api/protected/", headers={"x-api-key": token}).status_code == 401
