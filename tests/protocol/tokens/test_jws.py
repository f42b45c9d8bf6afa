"""What we signed is read, by the one key that its kid names; anything else is None, and never an error (RFC 8725)."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from oauth_server.protocol import keys
from oauth_server.protocol.models import SigningKey
from oauth_server.protocol.tokens import id_token, jws
from oauth_server.vocabulary import MediaType, SigningAlgorithm
from tests.flows.guarded_api.tokens import encode
from tests.flows.oauth import ISSUER

pytestmark = pytest.mark.django_db
CLAIMS = {"iss": ISSUER, "sub": "somebody"}
EXAMPLES = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def signed(algorithm: SigningAlgorithm = SigningAlgorithm.ES256) -> str:
    return jws.sign(CLAIMS, typ=MediaType.ID_TOKEN, algorithm=algorithm)


def read(token: str) -> dict[str, Any] | None:
    return jws.read(token, typ=MediaType.ID_TOKEN)


def under_our_key(header: Any, payload: bytes = json.dumps(CLAIMS).encode()) -> str:
    """Return a token that is signed by our own key, under a header that we would not have written."""
    kid = keys.active_kid(SigningAlgorithm.ES256)
    signing_input = f"{encode({'alg': 'ES256', 'typ': 'JWT', 'kid': kid} | header)}.{encode(payload)}"
    return f"{signing_input}.{encode(keys.sign(kid, signing_input.encode()))}"


@pytest.mark.parametrize("algorithm", SigningAlgorithm)
def test_what_we_signed_is_read_as_its_kind_and_no_other(algorithm: SigningAlgorithm) -> None:
    token = signed(algorithm)
    found = jws.read_signed(token, typ=MediaType.ID_TOKEN)
    assert found is not None
    assert (found.kid, found.claims) == (keys.active_kid(algorithm), CLAIMS)
    assert all(jws.read(token, typ=typ) is None for typ in MediaType if typ != MediaType.ID_TOKEN)


def test_one_key_has_one_algorithm() -> None:
    rsa = {name: keys.active_kid(name) for name in (SigningAlgorithm.RS256, SigningAlgorithm.PS256)}
    for algorithm, kid in rsa.items():
        others = [other for other in SigningAlgorithm if other != algorithm]
        for named in (*others, "HS256", "none", "None", "", None, ["RS256"]):
            signing_input = f"{encode({'alg': named, 'typ': 'JWT', 'kid': kid})}.{encode(CLAIMS)}"
            for signer in (kid, *rsa.values()):
                assert read(f"{signing_input}.{encode(keys.sign(signer, signing_input.encode()))}") is None


@pytest.mark.parametrize(
    "header",
    [
        {"crit": ["b64"], "b64": False},
        {"jku": "https://attacker.example/keys"},
        {"jwk": {"kty": "oct", "k": "c2VjcmV0"}},
        {"x5u": "https://attacker.example/chain"},
        {"cty": "JWT"},
        {"typ": "jwt"},
        {"alg": "RS256"},
        {"kid": 1},
        {"kid": None},
        {"kid": ["x"]},
        {"kid": {"x": "y"}},
    ],
    ids=json.dumps,
)
def test_a_header_that_we_would_not_have_written_is_none_of_ours(header: dict[str, Any]) -> None:
    assert read(under_our_key({})) is None, "spaces in its JSON"
    assert read(under_our_key(header)) is None


@pytest.mark.parametrize("payload", [b"", b"1", b"[]", b"null", b'{"iss": "https://another.example"}', b"{}"])
def test_a_payload_that_is_not_of_this_issuer_is_none_of_ours(payload: bytes) -> None:
    kid = keys.active_kid(SigningAlgorithm.ES256)
    header = jws._header(SigningAlgorithm.ES256, MediaType.ID_TOKEN, kid)
    signing_input = f"{header}.{encode(payload)}"
    assert read(f"{signing_input}.{encode(keys.sign(kid, signing_input.encode()))}") is None


@pytest.mark.parametrize("algorithm", SigningAlgorithm)
def test_a_token_changed_in_any_place_is_none(algorithm: SigningAlgorithm) -> None:
    token = signed(algorithm)
    for place in range(0, len(token), 7):
        other = "A" if token[place] != "A" else "B"
        assert read(token[:place] + other + token[place + 1 :]) is None
    header, payload, signature = token.split(".")
    octets = urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
    changed = [octets[:-1], octets + b"\0", b"", b"\0" * len(octets), octets[::-1]]
    changed += [octets[:32] + b"\0" + octets[32:], b"\0" + octets]
    assert all(read(f"{header}.{payload}.{encode(each)}") is None for each in changed)
    padded = urlsafe_b64encode(octets).decode()
    written = [f"{signature}=", f"{signature}.", f" {signature}", f"{signature}\n", f"{signature}!"]
    written += [padded] if padded != signature else []
    assert all(read(f"{header}.{payload}.{each}") is None for each in written)


def test_the_unused_bits_of_a_signature_say_nothing() -> None:
    token = signed(SigningAlgorithm.EDDSA)
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    assert [read(token[:-1] + letter) is not None for letter in last].count(True) == 1


def test_a_token_of_a_withdrawn_key_is_none() -> None:
    token = signed()
    assert read(token)
    SigningKey.objects.filter(algorithm="ES256").update(withdrawn_at="2026-01-01T00:00:00Z")
    keys.known.forget()
    assert read(token) is None


def test_a_token_that_is_too_long_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "public_key", lambda _kid: pytest.fail("it was decoded"))
    header, payload, signature = signed().split(".")
    assert read(f"{header}.{payload}{'A' * jws.LONGEST_TOKEN}.{signature}") is None
    assert read(f"{header}{'A' * jws.LONGEST_HEADER}.{payload}.{signature}") is None


def test_the_hash_of_an_access_token_is_that_of_the_algorithm() -> None:
    value = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"
    assert id_token.half_hash(value, SigningAlgorithm.RS256) == "77QmUPtjPfzWtF2AnpK9RQ"
    assert len(urlsafe_b64decode(id_token.half_hash(value, SigningAlgorithm.EDDSA) + "=")) == 32
    assert all(len(id_token.half_hash(value, name)) == 22 for name in SigningAlgorithm if name != "EdDSA")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=3) |
    st.dictionaries(st.text(), inner, max_size=3), max_leaves=8
)  # fmt: skip


@EXAMPLES
@example("")
@example("..")
@example("....")
@example("\x00.\x00.\x00")
@example("é.é.é")
@example("\ud800.\ud800.\ud800")
@example("W" * 200 + ".W10.W10")
@example(encode(b"[" * 380) + ".e30.e30")
@example(encode(b'{"kid":' * 50) + ".e30.e30")
@example(encode(b'{"kid": 1e999}') + ".e30.e30")
@example(encode(b'{"kid": "\xff"}') + ".e30.e30")
@example(encode(b"9" * 380) + ".e30.e30")
@given(st.text(st.characters(codec=None), max_size=300))
def test_no_text_is_an_error(token: str) -> None:
    assert read(token) is None


@EXAMPLES
@given(json_values, json_values, st.binary(max_size=80))
def test_no_header_payload_or_signature_is_an_error(header: Any, payload: Any, signature: bytes) -> None:
    assert read(f"{encode(header)}.{encode(payload)}.{encode(signature)}") is None


@EXAMPLES
@given(st.dictionaries(st.sampled_from(["alg", "typ", "kid", "crit", "b64", "jwk", "zip"]), json_values), st.text())
def test_no_header_around_our_kid_is_an_error(header: dict[str, Any], payload: str) -> None:
    kid = keys.active_kid(SigningAlgorithm.ES256)
    assert read(f"{encode(header | {'kid': kid})}.{payload}.{payload}") is None


@EXAMPLES
@given(st.data())
def test_no_damage_to_a_good_token_is_an_error(data: st.DataObject) -> None:
    token = signed(data.draw(st.sampled_from(SigningAlgorithm)))
    start = data.draw(st.integers(0, len(token)))
    end = data.draw(st.integers(start, len(token)))
    damaged = token[:start] + data.draw(st.text(st.characters(codec=None), max_size=8)) + token[end:]
    assert read(damaged) is None or damaged == token
