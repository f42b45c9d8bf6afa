"""Signing keys: what is published verifies, one algorithm, and a withdrawn key is trusted no more (RFC 7517)."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from joserfc import jws
from joserfc.jwk import KeySet

from oauth_server.vocabulary import SigningAlgorithm
from tests.flows.oauth import ISSUER, RelyingParty
from tests.flows.rfc7517.conftest import key_set, restart, rotate

__all__ = ["restart"]
pytestmark = [pytest.mark.spec("RFC 7517 section 5"), pytest.mark.django_db]


def header_of(token: str) -> dict[str, Any]:
    part = token.partition(".")[0]
    return dict(json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4))))


def published() -> Any:
    return Client().get("/.well-known/jwks.json").json()


@pytest.mark.spec("OpenID Connect Core section 10.1")
def test_an_id_token_is_rs256_under_a_published_key_and_from_the_issuer(web: RelyingParty, user_agent: Client) -> None:
    token = web.tokens(user_agent)["id_token"]
    assert header_of(token)["alg"] == "RS256"
    assert header_of(token)["kid"] in {key["kid"] for key in published()["keys"]}
    found = jws.deserialize_compact(token, KeySet.import_key_set(published()), algorithms=["RS256"])
    claims = json.loads(found.payload)
    assert (claims["iss"], claims["aud"]) == (ISSUER, web.client_id)
    assert claims["exp"] - claims["iat"] == 600


def test_a_retired_key_stays_published_and_signs_nothing(web: RelyingParty, user_agent: Client) -> None:
    before = web.tokens(user_agent)["id_token"]
    rotate(now=True)
    after = web.tokens(user_agent)["id_token"]
    assert header_of(before)["kid"] != header_of(after)["kid"]
    keys_now = KeySet.import_key_set(published())
    for token in (before, after):
        assert jws.deserialize_compact(token, keys_now, algorithms=["RS256"]).payload
    assert user_agent.get("/o/logout/", {"id_token_hint": before}).status_code == 200


def test_a_withdrawn_key_is_neither_published_nor_trusted(web: RelyingParty, user_agent: Client) -> None:
    hint = web.tokens(user_agent)["id_token"]
    kid = header_of(hint)["kid"]
    rotate(revoke=kid)
    assert kid not in {key["kid"] for key in key_set()}
    assert user_agent.get("/o/logout/", {"id_token_hint": hint}).status_code == 400


def test_an_older_secret_opens_what_it_sealed_and_a_wrong_one_says_so(
    settings: Any, restart: Callable[[], None]
) -> None:
    restart()
    assert len(key_set()) == len(SigningAlgorithm)
    settings.SIGNING_KEYS_SECRET = ["a newer secret " * 4, *settings.SIGNING_KEYS_SECRET]
    restart()
    assert len(key_set()) == len(SigningAlgorithm)
    settings.SIGNING_KEYS_SECRET = ["another secret " * 4]
    restart()
    with pytest.raises(ImproperlyConfigured, match="SIGNING_KEYS_SECRET does not open"):
        key_set()
