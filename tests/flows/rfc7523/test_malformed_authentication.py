"""Whatever a client sends to prove itself is answered 400, 401 or 429, never by a fault of ours."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.client_keys import ClientKey
from tests.flows.oauth import JWT_BEARER, RelyingParty, basic, post_form

pytestmark = [pytest.mark.django_db, pytest.mark.spec("RFC 6749 section 5.2")]
PATHS = ("/o/token/", "/o/revoke_token/", "/o/introspect/", "/o/par/", "/o/device-authorization/")
KEY = ClientKey()
bounded = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.sampled_from(["signer", "Infinity"])
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=5,
)
claims = st.dictionaries(st.sampled_from(["iss", "sub", "aud", "exp", "iat", "nbf", "jti"]), values)
headers = st.dictionaries(st.sampled_from(["alg", "kid", "typ", "crit", "b64", "jwk", "jku", "cty", "zip"]), values)
names = st.sampled_from(
    ["client_id", "client_secret", "client_assertion", "client_assertion_type", "grant_type", "token", "code", "x\x00"]
)
texts = st.one_of(st.text(max_size=40), st.sampled_from(["signer", JWT_BEARER, "a.b.c", KEY.sign({"sub": "signer"})]))


@pytest.fixture
def signer(register: Callable[..., RelyingParty]) -> RelyingParty:
    """A client that signs."""
    return register(key=KEY, client_id="signer", introspects="http://localhost:8000/api")


def refused(response: Any) -> None:
    """Hold an answer to what a refusal looks like."""
    assert response.status_code in (400, 401, 403, 413, 415, 429), response.content
    assert set(response.json()) == {"error", "error_description"}
    assert response["Cache-Control"] == "no-store"


@bounded
@given(st.sampled_from(PATHS), st.dictionaries(names, texts), st.one_of(st.none(), st.text(max_size=60)))
def test_any_form_and_header_is_refused(
    signer: RelyingParty, path: str, form: dict[str, str], header: str | None
) -> None:
    printable = "" if header is None else "".join(letter for letter in header if letter.isprintable())
    sent = {} if header is None else {"authorization": printable.encode("latin-1", "replace").decode("latin-1")}
    encodable = {name: value.encode("utf-8", "replace").decode() for name, value in form.items()}
    refused(post_form(Client(), path, encodable, headers=sent))


@bounded
@given(st.sampled_from(PATHS), claims)
@example("/o/token/", {"exp": float("inf")})
@example("/o/token/", {"exp": 1e300, "iat": -1e300})
@example("/o/token/", {"jti": "\ud800"})
@example("/o/token/", {"iss": "signer", "sub": "signer", "aud": "http://localhost:8000", "exp": 10**18})
def test_any_claims_under_a_good_signature_are_refused(
    signer: RelyingParty, path: str, changes: dict[str, Any]
) -> None:
    payload = json.dumps({**signer.claims(), "aud": "https://elsewhere.example", **changes})
    header = json.dumps({"alg": "ES256", "kid": KEY.kid})
    proof = {"client_assertion_type": JWT_BEARER, "client_assertion": KEY.seal(header.encode(), payload.encode())}
    refused(post_form(Client(), path, {"grant_type": "client_credentials", "token": "x", **proof}))


@bounded
@given(st.sampled_from(PATHS), headers)
def test_any_header_of_an_assertion_is_refused(signer: RelyingParty, path: str, changes: dict[str, Any]) -> None:
    header = json.dumps({"alg": "ES256", "kid": "unknown", **changes})
    payload = json.dumps({**signer.claims(), "aud": "https://elsewhere.example"})
    proof = {"client_assertion_type": JWT_BEARER, "client_assertion": KEY.seal(header.encode(), payload.encode())}
    refused(post_form(Client(), path, {"grant_type": "client_credentials", "token": "x", **proof}))


@bounded
@given(st.one_of(values, st.builds(lambda jwk: {"keys": [jwk]}, values)))
@example({"keys": [KEY.jwk | {"x": "\ud800"}]})
@example({"keys": [KEY.jwk | {"kid": ["a"]}]})
def test_whatever_is_registered_as_keys_proves_nothing(signer: RelyingParty, jwks: Any) -> None:
    try:
        stored = json.loads(json.dumps(jwks, allow_nan=False))
    except ValueError:
        return
    if "\\u0000" in json.dumps(stored) or "\\ud" in json.dumps(stored):
        return
    type(signer.application).objects.filter(pk=signer.application.pk).update(jwks=stored)
    refused(post_form(Client(), "/o/token/", {"grant_type": "client_credentials", **signer.assertion()}))


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "header", [basic("a" * 10_000, "b" * 10_000), "Basic " + "A" * 50_000, "Basic =", "Basic \u00e9"], ids=range(4)
)
def test_a_header_of_any_size_is_refused(signer: RelyingParty, path: str, header: str) -> None:
    refused(
        post_form(Client(), path, {"grant_type": "client_credentials", "token": "x"}, headers={"authorization": header})
    )
