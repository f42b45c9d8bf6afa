"""What a client signed: only under its own public keys, only by what is allowed, only in one spelling."""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc.jwk import ECKey, RSAKey

from oauth_server.protocol.tokens import client_jwks, client_jws
from oauth_server.protocol.tokens.client_jws import JwsRefused
from oauth_server.protocol.tokens.jws import base64url
from oauth_server.vocabulary import MediaType, SigningAlgorithm
from tests.client_keys import ClientKey

CLAIMS = {"iss": "a client"}
KEYS = {str(algorithm): ClientKey(algorithm) for algorithm in SigningAlgorithm}
KEY = KEYS["ES256"]


def verify(token: str, jwks: Any = None, **changes: Any) -> dict[str, Any]:
    chosen = {"algorithms": list(SigningAlgorithm), "typs": [None, MediaType.CLIENT_ASSERTION], **changes}
    return dict(client_jws.verify(token, jwks=KEY.jwks if jwks is None else jwks, **chosen)[1])


@pytest.mark.parametrize("algorithm", [str(known) for known in SigningAlgorithm])
def test_each_algorithm_is_verified_under_its_key(algorithm: str) -> None:
    key = KEYS[algorithm]
    assert verify(key.sign(CLAIMS), key.jwks) == CLAIMS
    assert verify(key.sign(CLAIMS, kid=None), {"keys": [other.jwk for other in KEYS.values()]}) == CLAIMS


@pytest.mark.parametrize("algorithm", [str(known) for known in SigningAlgorithm])
def test_another_key_of_the_same_kind_is_refused(algorithm: str) -> None:
    other = ClientKey(algorithm, kid=KEYS[algorithm].kid)
    with pytest.raises(JwsRefused):
        verify(other.sign(CLAIMS), KEYS[algorithm].jwks)


def test_an_algorithm_that_is_not_allowed_is_refused_though_the_signature_is_good() -> None:
    key = KEYS["RS256"]
    with pytest.raises(JwsRefused, match="algorithm"):
        verify(key.sign(CLAIMS), key.jwks, algorithms=[SigningAlgorithm.PS256, SigningAlgorithm.ES256])


@pytest.mark.parametrize("name", ["none", "None", "HS256", "ES384", "ES256K", "", None, 7, ["ES256"], {}])
def test_a_header_cannot_name_another_algorithm(name: Any) -> None:
    header = json.dumps({"alg": name, "kid": KEY.kid}).encode()
    with pytest.raises(JwsRefused):
        verify(KEY.seal(header, b"{}"))


def test_a_public_key_is_no_secret_of_a_mac() -> None:
    pem = KEYS["RS256"].private.as_pem(private=False)
    signing_input = ".".join(base64url(part) for part in (b'{"alg":"HS256"}', b'{"iss":"a client"}'))
    mac = base64url(hmac.new(pem, signing_input.encode(), hashlib.sha256).digest())
    with pytest.raises(JwsRefused):
        verify(f"{signing_input}.{mac}", KEYS["RS256"].jwks)


def test_a_signature_by_pkcs1_is_none_by_pss_and_the_reverse() -> None:
    pair = KEYS["RS256"].private
    rs, ps = ClientKey("RS256", "k", pair), ClientKey("PS256", "k", pair)
    bare = {"keys": [{name: value for name, value in rs.jwk.items() if name != "alg"}]}
    assert verify(rs.sign(CLAIMS), bare) == verify(ps.sign(CLAIMS), bare) == CLAIMS
    head, payload, _ = rs.sign(CLAIMS).split(".")
    with pytest.raises(JwsRefused):
        verify(f"{head}.{payload}.{ps.sign(CLAIMS).split('.')[2]}", bare)


@pytest.mark.parametrize(
    "member",
    [
        {"use": "enc"}, {"alg": "ES384"}, {"alg": None}, {"key_ops": ["sign"]}, {"key_ops": "verify"}, {"kty": "RSA"},
        {"kty": "oct"}, {"kty": ["EC"]}, {"kid": "another"}, {"crv": "P-384"}, {"crv": "secp256k1"}, {"d": "AQ"},
        {"k": "AQ"}, {"x": 1}, {"x": "?"}, {"x": "AAAA"}, {"y": None}, {"x": "é"},
    ],
    ids=str,
)  # fmt: skip
def test_a_key_that_is_for_something_else_verifies_nothing(member: dict[str, Any]) -> None:
    with pytest.raises(JwsRefused):
        verify(KEY.sign(CLAIMS), {"keys": [KEY.jwk | member]})


@pytest.mark.parametrize(
    "jwks", ["", [], 7, {}, {"keys": None}, {"keys": {}}, {"keys": [None, 7, "a", [], {}]}], ids=str
)
def test_what_is_no_jwk_set_verifies_nothing(jwks: Any) -> None:
    with pytest.raises(JwsRefused):
        verify(KEY.sign(CLAIMS), jwks)
    with pytest.raises(client_jwks.JwksRefused):
        client_jwks.check(jwks)


def test_a_short_or_costly_rsa_key_verifies_nothing() -> None:
    private = KEYS["RS256"].private
    for weak in (private.as_dict(private=False) | {"n": base64url(b"\xff" * 128)}, long_exponent(private)):
        with pytest.raises(client_jwks.JwksRefused):
            client_jwks.check({"keys": [weak]})
        with pytest.raises(JwsRefused):
            verify(KEYS["RS256"].sign(CLAIMS, kid=None), {"keys": [weak]})


def long_exponent(key: RSAKey) -> dict[str, Any]:
    return dict(key.as_dict(private=False)) | {"e": base64url(b"\xff" * 32)}


def test_another_curve_makes_no_es256() -> None:
    other = ECKey.generate_key("P-384")
    with pytest.raises(JwsRefused):
        verify(KEY.sign(CLAIMS), {"keys": [other.as_dict(private=False) | {"kid": KEY.kid}]})


@pytest.mark.parametrize("name", ["jwk", "jku", "x5u", "x5c"])
def test_a_header_cannot_bring_its_own_key(name: str) -> None:
    attacker = ClientKey(kid=KEY.kid)
    value = {"jwk": attacker.jwk}.get(name, "https://attacker.example/keys")
    with pytest.raises(JwsRefused, match="signed by a key"):
        verify(attacker.sign(CLAIMS, **{name: value}))


@pytest.mark.parametrize(
    "header",
    [
        {"crit": ["exp"]},
        {"crit": []},
        {"crit": ["b64"], "b64": False},
        {"b64": True},
        {"kid": 7},
        {"kid": ["one"]},
        {"typ": 1},
    ],
    ids=str,
)
def test_a_header_that_asks_for_more_is_refused(header: dict[str, Any]) -> None:
    with pytest.raises(JwsRefused):
        verify(KEY.sign(CLAIMS, **header))


@pytest.mark.parametrize("typ", ["at+jwt", "dpop+jwt", "JWT", ""])
def test_another_type_is_refused(typ: str) -> None:
    with pytest.raises(JwsRefused, match="another type"):
        verify(KEY.sign(CLAIMS, typ=typ))


@pytest.mark.parametrize("typ", ["client-authentication+jwt", "application/Client-Authentication+JWT", None])
def test_a_type_is_read_without_its_case_and_prefix(typ: str | None) -> None:
    assert verify(KEY.sign(CLAIMS, typ=typ)) == CLAIMS


@pytest.mark.parametrize(
    "payload",
    [
        b"", b"[]", b"7", b"null", b"{", b'{"a": NaN}', b'{"a": 1e999}', b'{"a": 1' + b"0" * 30 + b"}",
        b'{"a": "\\u0000"}', b'{"\\ud800": 1}', b'{"iss": "a", "iss": "b"}', b'{"a":' * 20 + b"1" + b"}" * 20,
        b"[" * 6000 + b"]" * 6000,
        b"\xff\xfe", b'{"a": ' + b"1" * 5000 + b"}",
    ],
    ids=range(15),
)  # fmt: skip
def test_a_payload_that_two_readers_would_read_differently_is_refused(payload: bytes) -> None:
    with pytest.raises(JwsRefused):
        verify(KEY.seal(json.dumps({"alg": "ES256", "kid": KEY.kid}).encode(), payload))


def test_a_jwt_that_is_too_long_is_refused_before_it_is_read() -> None:
    with pytest.raises(JwsRefused, match="too long"):
        verify("!" * (client_jws.LONGEST + 1))


def test_a_second_spelling_of_a_signature_is_refused() -> None:
    token = KEY.sign(CLAIMS)
    for other in (token + "=", token + "\n", f" {token}", token.replace(".", "..", 1), f"{token}.", token[:-1] + "é"):
        with pytest.raises(JwsRefused):
            verify(other)
    last = token[-1]
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    twin = token[:-1] + alphabet[alphabet.index(last) ^ 1]
    assert base64.urlsafe_b64decode(twin.split(".")[2] + "==") == base64.urlsafe_b64decode(token.split(".")[2] + "==")
    with pytest.raises(JwsRefused, match="base64url"):
        verify(twin)


def test_a_registered_set_holds_public_keys_that_can_verify() -> None:
    client_jwks.check({"keys": [key.jwk for key in KEYS.values()]})
    private = KEY.private.as_dict(private=True)
    for jwks in ({"keys": [KEY.jwk, private]}, {"keys": [KEY.jwk] * 21}, {"keys": [KEY.jwk | {"use": "enc"}]}):
        with pytest.raises(client_jwks.JwksRefused):
            client_jwks.check(jwks)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(), st.from_regex(r"[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*", fullmatch=True)))
def test_whatever_is_sent_is_refused_by_its_one_error(token: str) -> None:
    with pytest.raises(JwsRefused):
        verify(token)


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["kty", "crv", "x", "y", "n", "e", "kid", "use", "alg", "key_ops"]),
        st.one_of(
            st.none(), st.text(), st.integers(), st.lists(st.text()), st.sampled_from(["EC", "RSA", "OKP", "P-256"])
        ),
    )
)
def test_whatever_is_a_key_is_refused_by_its_one_error(jwk: dict[str, Any]) -> None:
    with pytest.raises(JwsRefused):
        verify(KEY.sign(CLAIMS, kid=None), {"keys": [jwk]})
