"""Tokens that an attacker made or changed: no key, header or claim of theirs counts (RFC 8725 section 3)."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from joserfc.jwk import KeySet, OctKey

from accounts.models import User
from tests.flows.guarded_api.callers import with_header
from tests.flows.guarded_api.tokens import WHOAMI, access_claims, encode, forged, refused
from tests.flows.oauth import RelyingParty, claims_of


def keys_of_others(web: RelyingParty) -> dict[str, bytes]:
    """What an attacker may know, or guess, and sign with."""
    published = Client().get("/.well-known/jwks.json").json()["keys"]
    keys = KeySet.import_key_set({"keys": published}).keys
    public = {f"the public {jwk['alg']} key": (jwk.get("n") or jwk["x"]).encode() for jwk in published}
    return {
        **public,
        **{f"the {jwk['alg']} JWK": json.dumps(jwk).encode() for jwk in published},
        **{f"the {key.alg} key as PEM": key.as_pem(private=False) for key in keys if not isinstance(key, OctKey)},
        "a client's secret": web.secret.encode(),
        "SECRET_KEY": settings.SECRET_KEY.encode(),
        "nothing": b"",
        "a word": b"secret",
    }


def test_a_token_signed_with_a_key_of_another_is_401(
    pair: dict[str, str], alice: User, people: dict[str, User], web: RelyingParty
) -> None:
    sid = claims_of(pair["access"])["sid"]
    for key in keys_of_others(web).values():
        for user in (alice, people["Admin"]):
            refused(forged(access_claims(str(user.subject), sid), key))


def test_a_client_cannot_make_an_id_token_of_another_person(people: dict[str, User], web: RelyingParty) -> None:
    claims = {**access_claims(str(people["Admin"].subject), ""), "sub": str(people["Admin"].subject)}
    del claims["token_type"]
    for typ in ("JWT", "at+jwt", "id_token"):
        refused(forged({**claims, "aud": web.client_id}, web.secret.encode(), typ=typ))
        refused(forged(claims, web.secret.encode(), typ=typ), "/api/admin-content/")


def test_a_token_without_a_signature_is_401(pair: dict[str, str]) -> None:
    claims = claims_of(pair["access"])
    for algorithm in ("none", "None", "NONE", "nOnE", "", None):
        for signature in ("", "c2ln"):
            refused(f"{encode({'typ': 'JWT', 'alg': algorithm})}.{encode(claims)}.{signature}")
    header, payload, signature = pair["access"].split(".")
    for broken in (
        f"{header}.{payload}.",
        f"{header}.{payload}",
        f"{header}..{signature}",
        f"{header}.{payload}.{'A' * 43}",
    ):
        refused(broken)


@pytest.mark.parametrize(
    "header",
    [
        {"crit": ["b64"], "b64": False},
        {"crit": ["unknown"], "unknown": 1},
        {"jku": "http://127.0.0.1:9/keys"},
        {"x5u": "http://127.0.0.1:9/chain"},
        {"jwk": {"kty": "oct", "k": "c2VjcmV0"}},
        {"kid": "../../../../dev/null"},
        {"kid": "' or '1'='1"},
        {"alg": "RS256"},
        {"alg": "HS512"},
        {"alg": ["HS256"]},
        {"typ": "at+jwt"},
        {"cty": "JWT"},
    ],
)
def test_a_header_cannot_choose_how_its_token_is_verified(
    pair: dict[str, str], monkeypatch: pytest.MonkeyPatch, header: dict[str, Any]
) -> None:
    def no_fetch(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("something was fetched")

    monkeypatch.setattr("socket.socket.connect", no_fetch)
    claims = claims_of(pair["access"])
    for key in (b"", b"secret"):
        refused(forged(claims, key, **header))


def test_what_must_be_understood_and_is_not_is_refused_under_our_own_signature(pair: dict[str, str]) -> None:
    claims, key = claims_of(pair["access"]), str(settings.SIMPLE_JWT["SIGNING_KEY"]).encode()
    assert with_header(f"Bearer {forged(claims, key)}").get(WHOAMI).status_code == 200
    headers: list[dict[str, Any]] = [{"crit": ["unknown"], "unknown": 1}, {"crit": []}, {"crit": "b64"}]
    for header in headers:
        refused(forged(claims, key, **header))


@pytest.mark.parametrize(
    "change",
    [
        {"user_id": "1"},
        {"token_type": "refresh"},
        {"roles": ["Admin", "Manager", "HR"]},
        {"exp": 9999999999},
        {"aud": "http://localhost:8000/mcp"},
    ],
)
def test_a_claim_cannot_be_changed_under_its_signature(pair: dict[str, str], change: dict[str, Any]) -> None:
    header, _, signature = pair["access"].split(".")
    refused(f"{header}.{encode({**claims_of(pair['access']), **change})}.{signature}")
