"""Signing keys: what is published verifies, one algorithm, and a withdrawn key is trusted no more (RFC 7517)."""

import json
from base64 import urlsafe_b64decode
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone
from joserfc import jws
from joserfc.jwk import KeySet

from oauth_server.protocol import keys
from oauth_server.protocol.models import SigningKey
from tests.flows.oauth import ISSUER, RelyingParty

pytestmark = [pytest.mark.spec("RFC 7517 section 5"), pytest.mark.django_db]


@pytest.fixture
def restart(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that forgets the opened keys, as a new process has."""

    def forget() -> None:
        monkeypatch.setattr(keys, "_opened", {})

    forget()
    return forget


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


def second_key(restart: Any) -> SigningKey:
    """Retire the key that signs and make another, as a rotation does; return the retired one."""
    old = SigningKey.objects.get()
    SigningKey.objects.all().delete()
    keys.ensure_signing_key()
    old.retired_at, old.not_before = timezone.now(), timezone.now() - timedelta(days=1)
    old.save(force_insert=True)
    restart()
    return old


def test_a_retired_key_stays_published_and_signs_nothing(web: RelyingParty, user_agent: Client, restart: Any) -> None:
    before = web.tokens(user_agent)["id_token"]
    old = second_key(restart)
    after = web.tokens(user_agent)["id_token"]
    assert header_of(before)["kid"] == old.kid != header_of(after)["kid"]
    keys_now = KeySet.import_key_set(published())
    for token in (before, after):
        assert jws.deserialize_compact(token, keys_now, algorithms=["RS256"]).payload
    assert user_agent.get("/o/logout/", {"id_token_hint": before}).status_code == 200


def test_a_withdrawn_key_is_neither_published_nor_trusted(web: RelyingParty, user_agent: Client, restart: Any) -> None:
    hint = web.tokens(user_agent)["id_token"]
    old = second_key(restart)
    SigningKey.objects.filter(pk=old.pk).update(withdrawn_at=timezone.now())
    restart()
    assert old.kid not in {key["kid"] for key in published()["keys"]}
    assert user_agent.get("/o/logout/", {"id_token_hint": hint}).status_code == 400


def test_an_older_secret_opens_what_it_sealed_and_a_wrong_one_says_so(settings: Any, restart: Any) -> None:
    assert len(published()["keys"]) == 1
    settings.SIGNING_KEYS_SECRET = ["a newer secret " * 4, *settings.SIGNING_KEYS_SECRET]
    restart()
    assert len(published()["keys"]) == 1
    settings.SIGNING_KEYS_SECRET = ["another secret " * 4]
    restart()
    with pytest.raises(ImproperlyConfigured, match="SIGNING_KEYS_SECRET does not open"):
        published()
