"""A hint counts only as a compact JWS of ours, whole and under our key (RFC 7515, RFC 8725)."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from oauth_server.protocol.tokens import jws
from oauth_server.vocabulary import MediaType, SigningAlgorithm
from tests.flows.oauth import ISSUER, RelyingParty, claims_of

pytestmark = pytest.mark.spec("RFC 8725 section 3.1")


def encoded(value: Any) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def of_header(**header: Any) -> Callable[[str], str]:
    """Return a function that puts another protected header before the payload and the signature of a hint."""
    return lambda hint: ".".join([encoded({"typ": "JWT", **header}), *hint.split(".")[1:]])


def encrypted(**header: Any) -> Callable[[str], str]:
    """Return a function that dresses a hint up as a JWE."""
    return lambda hint: ".".join([encoded({"enc": "A128GCM", **header}), "a2V5", "aXY", hint.split(".")[1], "dGFn"])


def flattened(hint: str) -> str:
    header, payload, signature = hint.split(".")
    return json.dumps({"protected": header, "payload": payload, "signature": signature})


def unencoded(hint: str) -> str:
    """Return the same claims in clear instead of base64url (RFC 7797)."""
    _, payload, signature = hint.split(".")
    clear = urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).decode()
    return f"{encoded({'alg': 'RS256', 'b64': False, 'crit': ['b64']})}.{clear}.{signature}"


def of_another_issuer(hint: str) -> str:
    """Return the claims with an issuer that ours is a part of, under the old signature."""
    header, _, signature = hint.split(".")
    return f"{header}.{encoded({**claims_of(hint), 'iss': 'http://localhost:8000.evil.example'})}.{signature}"


CHANGES: dict[str, Callable[[str], str]] = {
    "without a signature": of_header(alg="none"),
    "cut short": lambda hint: hint[:-4],
    "without its last part": lambda hint: hint.rpartition(".")[0],
    "as a MAC": of_header(alg="HS256"),
    "under a critical extension": of_header(alg="RS256", crit=["unknown"], unknown=1),
    "under a key of its own": of_header(alg="RS256", jwk={"kty": "RSA", "n": "AQAB", "e": "AQAB"}),
    "as JSON": flattened,
    "unencoded": unencoded,
    "encrypted by a password of endless rounds": encrypted(alg="PBES2-HS256+A128KW", p2c=2**31 - 1, p2s="c2FsdA"),
    "encrypted and compressed": encrypted(alg="dir", zip="DEF"),
    "of another issuer": of_another_issuer,
    "of many parts": lambda hint: hint + "." * 2000,
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_hint_signs_nobody_out(user_agent: Client, web: RelyingParty, change: str) -> None:
    hint = web.tokens(user_agent)["id_token"]
    assert user_agent.get("/o/logout/", {"id_token_hint": CHANGES[change](hint)}).status_code == 400
    assert user_agent.get("/api/whoami/").status_code == 200


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_id_token_is_no_bearer_either(user_agent: Client, web: RelyingParty, change: str) -> None:
    bearer = {"authorization": f"Bearer {CHANGES[change](web.tokens(user_agent)['id_token'])}"}
    for path in ("/api/whoami/", "/o/userinfo/"):
        assert Client().get(path, headers=bearer).status_code in (400, 401), path


@pytest.mark.spec("RFC 8725 section 3.8")
@pytest.mark.parametrize(
    "issuer", [f"{ISSUER}.evil.example", f"{ISSUER}/", ISSUER[:-1], ISSUER.upper(), "", None, [ISSUER]]
)
def test_an_issuer_is_compared_whole_even_under_our_own_key(user_agent: Client, web: RelyingParty, issuer: Any) -> None:
    claims = claims_of(web.tokens(user_agent)["id_token"])
    refused = jws.sign({**claims, "iss": issuer}, typ=MediaType.ID_TOKEN, algorithm=SigningAlgorithm.RS256)
    assert user_agent.get("/o/logout/", {"id_token_hint": refused}).status_code == 400
    user_agent.get(
        "/o/logout/", {"id_token_hint": jws.sign(claims, typ=MediaType.ID_TOKEN, algorithm=SigningAlgorithm.RS256)}
    )
    assert user_agent.get("/api/whoami/").status_code == 401
