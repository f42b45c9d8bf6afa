"""First-party tokens that are refused: other claims, keys, headers, algorithms and forms (RFC 8725 section 3)."""

import base64
import json
from typing import Any
from uuid import UUID

import jwt as pyjwt
import pytest

from accounts.tokens import jwt
from accounts.tokens.jwt import Pair
from oauth_server.vocabulary import TokenRefused
from tests.accounts.conftest import claims_of


def forged(token: str, key: str, header: dict[str, Any] | None = None, **changes: Any) -> str:
    """Return `token` with other claims or another header, signed with `key`."""
    claims = {name: value for name, value in (claims_of(token) | changes).items() if value is not None}
    return pyjwt.encode(claims, key, algorithm="HS256", headers=header)


def raw(part: Any) -> str:
    return base64.urlsafe_b64encode(part if isinstance(part, bytes) else json.dumps(part).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://elsewhere.example"},
        {"iss": None},
        {"aud": "https://elsewhere.example/api"},
        {"aud": None},
        {"exp": None},
        {"exp": 1},
        {"nbf": 9999999999},
        {"iat": 9999999999},
        {"jti": None},
        {"token_type": "sliding"},
        {"sid": None},
        {"sid": "no uuid"},
        {"sid": 7},
        {"user_id": None},
        {"user_id": "1"},
        {"user_id": str(UUID(int=1))},
        {"sid": str(UUID(int=1))},
    ],
    ids=str,
)
def test_a_claim_that_is_missing_or_another_is_refused(pair: Pair, settings: Any, changes: dict[str, Any]) -> None:
    token = forged(pair.access, settings.FIRST_PARTY_KEYS[0], **changes)
    with pytest.raises(TokenRefused):
        jwt.verify_access(token)


def test_a_signature_of_any_other_key_is_refused(pair: Pair, settings: Any) -> None:
    for key in (settings.SECRET_KEY, settings.SIGNING_KEYS_SECRET[0], "secret" * 8):
        with pytest.raises(TokenRefused, match="bad_signature"):
            jwt.verify_access(forged(pair.access, key))


@pytest.mark.parametrize(
    "header",
    [
        {"crit": ["exp2"], "exp2": 1},
        {"crit": ["b64"], "b64": False},
        {"typ": "at+jwt"},
        {"typ": None},
    ],
    ids=str,
)
def test_a_header_that_is_not_understood_is_refused(pair: Pair, settings: Any, header: dict[str, Any]) -> None:
    with pytest.raises(TokenRefused):
        jwt.verify_access(forged(pair.access, settings.FIRST_PARTY_KEYS[0], header))


def test_a_header_that_names_another_key_changes_nothing(pair: Pair, settings: Any) -> None:
    header = {"jku": "https://elsewhere.example/jwks", "kid": "../../etc/passwd", "jwk": {"kty": "oct", "k": "AAAA"}}
    jwt.verify_access(forged(pair.access, settings.FIRST_PARTY_KEYS[0], header))
    with pytest.raises(TokenRefused, match="bad_signature"):
        jwt.verify_access(forged(pair.access, "another key, of the attacker's own", header))


def test_no_algorithm_but_ours_is_taken(pair: Pair, settings: Any) -> None:
    head, body, _ = pair.access.split(".")
    unsigned = f"{raw({'typ': 'JWT', 'alg': 'none'})}.{body}."
    longer = pyjwt.encode(claims_of(pair.access), settings.FIRST_PARTY_KEYS[0], algorithm="HS512")
    for token in (unsigned, longer, f"{head}.{body}."):
        with pytest.raises(TokenRefused):
            jwt.verify_access(token)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "abc",
        "a.b",
        "a.b.c",
        "eyJ.abc.def",
        "....",
        "\ud800.x.y",
        "ä.ö.ü",
        f"{raw(b'[' * 5000)}.{raw(b'[' * 5000)}.x",
        f"{raw({'typ': 'JWT', 'alg': 'HS256'})}.{raw(b'[' * 5000)}.x",
        f"{raw({'typ': 'JWT', 'alg': 'HS256'})}.{raw({'token_type': 'access'})}.x",
        f"{raw([1])}.{raw(2)}.x",
        f"{raw({'typ': ['JWT'], 'alg': {}})}.{raw({'token_type': {}})}.x",
        f"{raw({'typ': 'JWT', 'alg': 'HS256'})}.{raw({'token_type': ['access']})}.x",
    ],
    ids=lambda token: ascii(token)[:24],
)
def test_a_malformed_token_is_refused_and_breaks_nothing(db: None, token: str) -> None:
    jwt.first_party(token)
    for use in (jwt.verify_access, jwt.verify_refresh, jwt.rotate):
        with pytest.raises(TokenRefused):
            use(token)
