"""A resource server gets the answer signed for itself, where it asks so or is registered so (RFC 9701)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.flows.oauth import ISSUER, RelyingParty, basic, post_form
from tests.flows.rfc9068.conftest import userinfo

pytestmark = pytest.mark.spec("RFC 9701 section 5")
API = f"{ISSUER}/api"
SIGNED = "application/token-introspection+jwt"


def introspect(party: RelyingParty, token: str, accept: str | None) -> Any:
    headers = {"authorization": basic(party.client_id, party.secret)} | ({"accept": accept} if accept else {})
    return post_form(Client(), "/o/introspect/", {"token": token}, headers=headers)


def read(response: Any, algorithm: str) -> jwt.Token:
    assert response["Content-Type"] == SIGNED
    assert response["Cache-Control"] == "no-store"
    keys = KeySet.import_key_set(Client().get("/.well-known/jwks.json").json())
    found = jwt.decode(response.content.decode(), keys, algorithms=[algorithm])
    assert found.header["typ"] == "token-introspection+jwt"
    return found


@pytest.fixture
def server(register: Callable[..., RelyingParty]) -> RelyingParty:
    """A resource server that registered no algorithm."""
    return register(introspects=API)


@pytest.mark.spec("RFC 9701 section 4")
@pytest.mark.parametrize("accept", [SIGNED, f"{SIGNED}, application/json;q=0.5"])
def test_the_answer_is_signed_for_the_asker_who_accepts_it(
    web: RelyingParty, server: RelyingParty, user_agent: Client, accept: str
) -> None:
    token = web.tokens(user_agent)["access_token"]
    claims = read(introspect(server, token, accept), "RS256").claims
    assert set(claims) == {"iss", "aud", "iat", "token_introspection"}
    assert (claims["iss"], claims["aud"]) == (ISSUER, server.client_id)
    assert claims["token_introspection"] == introspect(server, token, None).json()
    assert claims["token_introspection"]["active"] is True


@pytest.mark.parametrize("accept", [None, "*/*", "application/json", f"application/json, {SIGNED}", "text/html"])
def test_it_is_json_without_that(web: RelyingParty, server: RelyingParty, user_agent: Client, accept: str) -> None:
    response = introspect(server, web.tokens(user_agent)["access_token"], accept)
    assert response["Content-Type"] == "application/json"
    assert response.json()["active"] is True


@pytest.mark.spec("RFC 9701 section 6")
@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256"])
def test_a_registered_algorithm_signs_every_answer(
    web: RelyingParty, register: Callable[..., RelyingParty], user_agent: Client, algorithm: str
) -> None:
    server = register(introspects=API, introspection_signed_response_alg=algorithm)
    token = web.tokens(user_agent)["access_token"]
    assert read(introspect(server, token, None), algorithm).claims["token_introspection"]["active"] is True


def test_that_a_token_is_inactive_is_signed_too(server: RelyingParty, web: RelyingParty, user_agent: Client) -> None:
    for token in ("x", web.tokens(user_agent, resource=f"{ISSUER}/mcp")["access_token"]):
        claims = read(introspect(server, token, SIGNED), "RS256").claims
        assert claims["token_introspection"] == {"active": False}


def test_a_refusal_is_no_answer_and_stays_json(web: RelyingParty, user_agent: Client) -> None:
    response = introspect(web, web.tokens(user_agent)["access_token"], SIGNED)
    assert (response.status_code, response["Content-Type"]) == (403, "application/json")


@pytest.mark.spec("RFC 9701 section 8.1")
def test_a_signed_answer_is_no_access_token(web: RelyingParty, server: RelyingParty, user_agent: Client) -> None:
    answer = introspect(server, web.tokens(user_agent)["access_token"], SIGNED).content.decode()
    assert userinfo(answer).status_code == 401
    assert Client().get("/api/whoami/", headers={"authorization": f"Bearer {answer}"}).status_code == 401
    assert introspect(server, answer, None).json() == {"active": False}


@pytest.mark.spec("RFC 9701 section 7")
def test_the_metadata_names_the_algorithms(db: None) -> None:
    metadata = Client().get("/.well-known/oauth-authorization-server").json()
    assert set(metadata["introspection_signing_alg_values_supported"]) == {"RS256", "PS256", "ES256", "EdDSA"}
