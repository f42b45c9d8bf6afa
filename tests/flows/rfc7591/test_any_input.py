"""Anything a stranger can send as a client's metadata: never a server error, and nothing kept of what is refused."""

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oauth_server.protocol.models import Application
from oauth_server.protocol.services.registration_metadata import MEMBERS, NOT_OFFERED
from tests.flows.client_keys import JWKS
from tests.flows.registration import GOOD, REGISTER, initial_access_token, manage, post, registered

pytestmark = [pytest.mark.django_db, pytest.mark.spec("RFC 7591 section 3.2.2")]
ANY_INPUT = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
ODD = [
    "",
    " ",
    "\x00",
    "a\ud800",
    "https://[",
    "https://[::1",
    "https://a:b/",
    "https://app.example.org/callback",
    "http://127.0.0.1:0/",
    "http://localhost:x/",
    "com.example:/x",
    "com.example:",
    "//",
    "none",
    "code",
    "private_key_jwt",
    "pairwise",
    "native",
    "authorization_code",
    "refresh_token",
    "ES256",
    "openid",
]
TEXT = st.one_of(st.sampled_from(ODD), st.text(st.characters(), max_size=40))
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.integers(2**31 - 2, 2**70), st.floats(), TEXT)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=3)),
    max_leaves=8,
)
KEY = st.dictionaries(
    st.sampled_from(["kty", "crv", "x", "y", "n", "e", "d", "use", "alg", "kid", "key_ops"]), ANYTHING
)
VALUES = st.one_of(ANYTHING, st.builds(lambda keys: {"keys": keys}, st.lists(KEY, max_size=2)), st.just(JWKS))
NAMES = st.sampled_from([*MEMBERS, *NOT_OFFERED, "response_types", "client_id", "client_secret"])
METADATA = st.dictionaries(NAMES, VALUES, max_size=4)


@ANY_INPUT
@given(metadata=METADATA, whole=st.booleans())
def test_registration_withstands_any_metadata(settings: Any, metadata: dict[str, Any], whole: bool) -> None:
    settings.REGISTRATION, settings.ADDRESS_LIMITS = "open", False
    before = Application.objects.count()
    response = post(json.dumps((GOOD if whole else {}) | metadata).encode())
    assert response.status_code in (201, 400)
    assert Application.objects.count() - before == (1 if response.status_code == 201 else 0)
    if response.status_code == 201:
        client = response.json()
        assert manage("GET", client).json() == {
            name: value for name, value in client.items() if name != "client_secret"
        }


@ANY_INPUT
@given(metadata=METADATA)
def test_an_update_withstands_any_metadata(settings: Any, metadata: dict[str, Any]) -> None:
    settings.REGISTRATION, settings.ADDRESS_LIMITS = "open", False
    client = registered()
    before = manage("GET", client).json()
    response = manage("PUT", client, GOOD | {"client_id": client["client_id"]} | metadata)
    assert response.status_code in (200, 400)
    assert manage("GET", client).json() == (response.json() if response.status_code == 200 else before)


@ANY_INPUT
@given(body=st.one_of(st.binary(max_size=200), ANYTHING.map(lambda value: json.dumps(value).encode())))
def test_registration_withstands_any_body(settings: Any, body: bytes) -> None:
    settings.REGISTRATION = "open"
    response = Client().post(REGISTER, body or b" ", content_type="application/json")
    assert (response.status_code, response.json()["error"][:7]) == (400, "invalid")


@ANY_INPUT
@given(header=st.text(st.characters(codec="latin-1"), max_size=300), client_id=TEXT)
def test_the_door_withstands_any_credential(settings: Any, header: str, client_id: str) -> None:
    cache.clear()
    settings.REGISTRATION = "token"
    initial_access_token()
    assert (
        Client().post(REGISTER, b"{}", content_type="application/json", headers={"authorization": header}).status_code
        == 401
    )
    path = f"{REGISTER}{client_id.encode(errors='replace').hex() or 'none'}/"
    assert Client().get(path, headers={"authorization": header}).status_code == 401
    assert not Application.objects.exists()
