"""What our own keys could sign and still is no access token, and what else the claims are held to (RFC 9068)."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import hypothesis
import pytest
import time_machine
from django.test import Client, RequestFactory
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import strategies as st

from oauth_server.protocol.models import SigningKey
from oauth_server.protocol.tokens import access_claims, jws
from oauth_server.protocol.tokens.verify import verify_access_token
from oauth_server.vocabulary import MediaType, SigningAlgorithm, TokenRefused
from tests.flows.oauth import RelyingParty, claims_of

Signed = Callable[..., str]


@pytest.fixture
def claims(web: RelyingParty, user_agent: Client) -> dict[str, Any]:
    """The claims of a good token of alice."""
    return claims_of(web.tokens(user_agent, scope="openid account:read")["access_token"])


def verdict(token: str) -> str | None:
    try:
        verify_access_token(token, RequestFactory().get("/api/"))
    except TokenRefused as refusal:
        return refusal.reason
    return None


def signed(
    claims: dict[str, Any],
    typ: MediaType = MediaType.ACCESS_TOKEN,
    algorithm: SigningAlgorithm = SigningAlgorithm.ES256,
) -> str:
    return jws.sign({name: value for name, value in claims.items() if value is not ...}, typ=typ, algorithm=algorithm)


def test_what_is_signed_reads_back(claims: dict[str, Any]) -> None:
    read = access_claims.read(signed(claims))
    assert (read.subject, read.audience, read.client_id) == (claims["sub"], claims["aud"], claims["client_id"])
    assert (str(read.jti), read.grant) == (claims["jti"], claims["grant"])
    assert (int(read.issued.timestamp()), int(read.expires.timestamp())) == (claims["iat"], claims["exp"])
    assert verdict(signed(claims)) is None


@pytest.mark.parametrize("typ", [typ for typ in MediaType if typ != MediaType.ACCESS_TOKEN])
def test_no_other_kind_that_we_sign_counts(claims: dict[str, Any], typ: MediaType) -> None:
    assert verdict(signed(claims, typ=typ)) == "wrong_kind"


@pytest.mark.parametrize("algorithm", [SigningAlgorithm.RS256, SigningAlgorithm.PS256])
def test_no_other_key_of_ours_signs_access_tokens(claims: dict[str, Any], algorithm: SigningAlgorithm) -> None:
    assert verdict(signed(claims, algorithm=algorithm)) == "bad_signature"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"iss": "http://localhost:8000/"}, "bad_signature"),
        ({"iss": "http://localhost"}, "bad_signature"),
        ({"iss": ...}, "bad_signature"),
        ({"aud": "http://localhost:8000/ap"}, "wrong_audience"),
        ({"aud": "http://localhost:8000/api/"}, "wrong_audience"),
        ({"aud": "http://localhost:8000/api/v1"}, "wrong_audience"),
        ({"aud": ["http://localhost:8000/api"]}, "malformed"),
        ({"aud": ...}, "malformed"),
        ({"exp": ...}, "malformed"),
        ({"exp": "soon"}, "malformed"),
        ({"exp": 10**400}, "malformed"),
        ({"exp": None}, "malformed"),
        ({"iat": ...}, "malformed"),
        ({"jti": "1"}, "malformed"),
        ({"jti": ...}, "malformed"),
        ({"scope": ["openid"]}, "malformed"),
        ({"client_id": ...}, "malformed"),
        ({"client_id": "nobody"}, "unknown"),
        ({"sub": "11111111-1111-4111-8111-111111111111"}, "unknown"),
        ({"grant": 999999}, "unknown"),
        ({"grant": ...}, "unknown"),
        ({"cnf": {}}, "malformed"),
        ({"cnf": "x"}, "malformed"),
    ],
)
def test_each_claim_is_held(claims: dict[str, Any], change: dict[str, Any], reason: str) -> None:
    assert verdict(signed({**claims, **change})) == reason


@pytest.mark.parametrize(("seconds", "reason"), [(50, None), (70, "expired")])
def test_a_clock_that_is_ahead_is_forgiven_for_a_minute(
    claims: dict[str, Any], seconds: int, reason: str | None
) -> None:
    assert verdict(signed({**claims, "iat": claims["iat"] + seconds})) == reason


def test_a_grant_that_was_given_to_another_person_since_is_none_of_this_token(
    claims: dict[str, Any], bob_user_agent: Client, web: RelyingParty
) -> None:
    """A number that comes again, as after a restored copy of the database, names another grant."""
    others = claims_of(web.tokens(bob_user_agent)["access_token"])
    assert verdict(signed({**claims, "grant": others["grant"]})) == "unknown"


def test_a_token_of_a_client_is_none_of_another(claims: dict[str, Any], spa: RelyingParty) -> None:
    assert verdict(signed({**claims, "client_id": spa.client_id, "sub": spa.client_id, "grant": ...})) == "revoked"


def test_a_token_under_a_withdrawn_key_is_refused_at_once(claims: dict[str, Any]) -> None:
    """By its row, whatever this process still holds."""
    token = signed(claims)
    assert verdict(token) is None
    SigningKey.objects.filter(algorithm="ES256").update(withdrawn_at=timezone.now())
    assert verdict(token) in {"key_withdrawn", "bad_signature"}


def test_an_expired_token_is_refused_without_a_statement(
    claims: dict[str, Any], statements: Callable[[Callable[[], Any]], list[str]]
) -> None:
    token = signed(claims)
    assert verdict(token) is None

    def ask() -> None:
        assert verdict(token) == "expired"

    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
        verdict(token)
        assert statements(ask) == []


PARTS = st.one_of(
    st.text(max_size=60),
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=10)),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["typ", "alg", "kid"]), inner),
        max_leaves=6,
    ).map(lambda part: jws.base64url(json.dumps(part).encode())),
)


@hypothesis.settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@hypothesis.given(parts=st.lists(PARTS, min_size=1, max_size=5))
def test_any_text_is_refused_and_nothing_else_is_raised(db: None, parts: list[str]) -> None:
    assert verdict(".".join(parts)) in {"malformed", "wrong_kind", "bad_signature", "unknown"}
