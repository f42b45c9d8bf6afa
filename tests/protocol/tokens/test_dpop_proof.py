"""The syntax of a proof (RFC 9449 section 4.2): what is none is refused in words, whatever it is."""

import json
from base64 import urlsafe_b64decode
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from oauth_server.protocol.tokens import dpop_proof
from oauth_server.protocol.tokens.dpop_proof import Malformed
from oauth_server.protocol.tokens.jws import base64url
from oauth_server.vocabulary import PROOF_ALGORITHMS, SigningAlgorithm
from tests.client_keys import ClientKey
from tests.proofs import Prover

PROVER = Prover()
GOOD = PROVER.proof("POST", "/o/token/")


@pytest.mark.parametrize("algorithm", PROOF_ALGORITHMS)
def test_each_algorithm_of_the_list_signs_a_proof(algorithm: SigningAlgorithm) -> None:
    prover = Prover(ClientKey(algorithm))
    proof = dpop_proof.read(prover.proof("GET", "/api/", token="a token", nonce="a nonce", jti="one"))
    assert (proof.jkt, proof.htm, proof.htu) == (prover.jkt, "GET", "http://localhost:8000/api/")
    assert (proof.jti, proof.nonce, bool(proof.ath)) == ("one", "a nonce", True)


def test_a_thumbprint_is_that_of_the_standard_whatever_else_the_key_holds() -> None:
    jwk = {
        "kty": "RSA",
        "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZC"
        "iFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c"
        "7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-"
        "csFCur-kEgU8awapJzKnqDKgw",
        "e": "AQAB",
        "alg": "RS256",
        "kid": "2011-04-29",
    }
    key = dpop_proof._key(SigningAlgorithm.PS256, jwk)
    assert key.thumbprint() == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"


PRIVATE_OF_EC = PROVER.key.private.as_dict(private=True)
OTHER_EC = ECKey.generate_key("P-256").as_dict(private=False)
WRONG_HEADERS: dict[str, dict[str, Any]] = {
    "no typ": {"typ": None},
    "typ of a plain JWT": {"typ": "JWT"},
    "typ of an access token": {"typ": "at+jwt"},
    "typ of a media type": {"typ": "application/dpop+jwt"},
    "typ of a list": {"typ": ["dpop+jwt"]},
    "no alg": {"alg": None},
    "alg none": {"alg": "none"},
    "alg of a shared key": {"alg": "HS256"},
    "alg not listed": {"alg": "RS256"},
    "alg of another key": {"alg": "PS256"},
    "alg of a number": {"alg": 1},
    "alg of a list": {"alg": ["ES256"]},
    "no jwk": {"jwk": None},
    "jwk of a text": {"jwk": "a key"},
    "jwk of a list": {"jwk": [1]},
    "jwk that is private": {"jwk": PRIVATE_OF_EC},
    "jwk of another": {"jwk": OTHER_EC},
    "jwk that is symmetric": {"jwk": OctKey.generate_key(256).as_dict()},
    "jwk of another curve": {"jwk": ECKey.generate_key("P-384").as_dict(private=False)},
    "jwk for agreement": {"jwk": OKPKey.generate_key("X25519").as_dict(private=False)},
    "jwk off the curve": {"jwk": {**OTHER_EC, "y": OTHER_EC["x"]}},
    "jwk without y": {"jwk": {name: value for name, value in OTHER_EC.items() if name != "y"}},
    "jwk with a number": {"jwk": {**OTHER_EC, "x": 1}},
    "jwk too short": {"jwk": {**OTHER_EC, "x": "AA"}},
    "jwk of odd letters": {"jwk": {**OTHER_EC, "x": "\u00e4"}},
    "crit": {"crit": ["b64"], "b64": False},
    "crit of nothing": {"crit": []},
}


@pytest.mark.parametrize("wrong", WRONG_HEADERS.values(), ids=WRONG_HEADERS)
def test_a_header_that_is_wrong_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        dpop_proof.read(PROVER.proof("POST", "/o/token/", header=wrong))


def test_a_key_that_is_too_short_or_too_long_is_refused() -> None:
    for bits in (1024, 4104):
        number = base64url((2**bits - 1).to_bytes(bits // 8))
        with pytest.raises(Malformed, match="2048 to 4096"):
            dpop_proof._key(SigningAlgorithm.PS256, {"kty": "RSA", "n": number, "e": "AQAB"})
    key = RSAKey.generate_key(2048).as_dict(private=False)
    for bits in (33, 2047):
        number = base64url((2**bits - 1).to_bytes(256))
        with pytest.raises(Malformed, match="an exponent of 32"):
            dpop_proof._key(SigningAlgorithm.PS256, {**key, "e": number})
    for exponent in ("AA", "AQ", "Ag"):
        jwk = {**RSAKey.generate_key(2048).as_dict(private=False), "e": exponent}
        proof = PROVER.proof("POST", "/", header={"alg": "PS256", "jwk": jwk})
        with pytest.raises(Malformed):
            dpop_proof.read(proof)


WRONG_CLAIMS: dict[str, dict[str, Any]] = {
    **{f"{name} left out": {name: None} for name in ("jti", "htm", "htu", "iat")},
    **{f"{name} of a number": {name: 7} for name in ("jti", "htm", "htu", "ath", "nonce")},
    **{f"{name} of a list": {name: ["x"]} for name in ("jti", "htm", "htu", "ath", "nonce", "iat")},
    **{f"{name} of an object": {name: {"x": 1}} for name in ("jti", "htm", "htu", "ath", "nonce", "iat")},
    "iat of a text": {"iat": "1"},
    "iat of a truth": {"iat": True},
    "jti of nothing": {"jti": ""},
    "jti too long": {"jti": "a" * 257},
    "jti with NUL": {"jti": "a\x00b"},
    "jti of half a character": {"jti": "\ud800"},
}


@pytest.mark.parametrize("wrong", WRONG_CLAIMS.values(), ids=WRONG_CLAIMS)
def test_claims_that_are_wrong_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        dpop_proof.read(PROVER.proof("POST", "/o/token/", **wrong))


def test_null_is_no_claim_left_out() -> None:
    claims = json.dumps({**PROVER.claims("GET", "/"), "ath": None, "nonce": None}).encode()
    header = json.dumps({"typ": "dpop+jwt", "alg": "ES256", "jwk": PROVER.key.private.as_dict(private=False)}).encode()
    with pytest.raises(Malformed):
        dpop_proof.read(PROVER.key.seal(header, claims))


def test_what_was_changed_after_signing_is_refused() -> None:
    header, _, signature = GOOD.split(".")
    other = PROVER.proof("GET", "/o/token/").split(".")[1]
    for wrong in (f"{header}.{other}.{signature}", f"{header}.{other}.AA", GOOD[:-8]):
        with pytest.raises(Malformed):
            dpop_proof.read(wrong)


DEEP = base64url(b"[" * 5000)
NOT_COMPACT = {
    "nothing": "",
    "a space": " ",
    "two proofs": f"{GOOD}, {GOOD}",
    "a proof and a space": f"{GOOD} ",
    "a proof and a line": f"{GOOD}\n",
    "two parts": "a.b",
    "four parts": f"{GOOD}.a",
    "no signature": ".".join(GOOD.split(".")[:2]) + ".",
    "padding": GOOD.replace(".", "=.", 1),
    "no base64": "a.b.c",
    "deep": f"{DEEP}.{DEEP}.AA",
    "too long": GOOD + "A" * 9000,
    "other digits": "\u0661." * 2 + "\u0661",
    "bytes that are no text": base64url(b"\xff") + "." + base64url(b"\xff") + ".AA",
    "a number of many digits": base64url(b'{"alg":' + b"9" * 5000 + b"}") + ".e30.AA",
}


@pytest.mark.parametrize("wrong", NOT_COMPACT.values(), ids=NOT_COMPACT)
def test_what_is_no_compact_jws_is_refused(wrong: str) -> None:
    with pytest.raises(Malformed):
        dpop_proof.read(wrong)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
HEADER = st.fixed_dictionaries(
    {},
    optional={
        "typ": st.just("dpop+jwt") | JSON,
        "alg": st.sampled_from(["ES256", "PS256", "EdDSA", "none", "HS256"]) | JSON,
        "jwk": JSON
        | st.fixed_dictionaries(
            {},
            optional={
                "kty": st.sampled_from(["EC", "RSA", "OKP", "oct"]) | JSON,
                "crv": st.sampled_from(["P-256", "Ed25519", "X25519"]) | JSON,
                **{name: st.sampled_from([OTHER_EC["x"], OTHER_EC["y"], "AQAB", "A" * 342]) | JSON for name in "xyne"},
            },
        ),
        "crit": JSON,
    },
)
CLAIMS = st.fixed_dictionaries({}, optional=dict.fromkeys(("jti", "htm", "htu", "iat", "ath", "nonce"), JSON))


@settings(max_examples=150, deadline=None)
@given(header=HEADER | JSON, claims=CLAIMS | JSON)
def test_any_header_and_claims_are_a_proof_or_refused_in_words(header: Any, claims: Any) -> None:
    value = PROVER.key.seal(json.dumps(header).encode(), json.dumps(claims).encode())
    with pytest.raises(Malformed):
        dpop_proof.read(value)


@settings(max_examples=150, deadline=None)
@given(claims=CLAIMS)
def test_any_claims_that_are_signed_are_a_proof_or_refused_in_words(claims: dict[str, Any]) -> None:
    header = json.loads(urlsafe_b64decode(GOOD.split(".")[0] + "=="))
    value = PROVER.key.seal(json.dumps(header).encode(), json.dumps(claims).encode())
    try:
        proof = dpop_proof.read(value)
    except Malformed:
        return
    assert (proof.jti, proof.htm, proof.htu) == (claims["jti"], claims["htm"], claims["htu"])


@settings(max_examples=150, deadline=None)
@given(value=st.text(max_size=80) | st.binary(max_size=80).map(lambda octets: octets.decode("latin-1")))
def test_any_text_is_refused_in_words(value: str) -> None:
    with pytest.raises(Malformed):
        dpop_proof.read(value)
