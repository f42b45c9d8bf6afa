"""Any authorization request, plain, pushed, posted or signed: no server error, nobody sent where nobody registered."""

import json
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from oauth_server.protocol.models import AuthorizationRequest, Consent, Grant
from oauth_server.protocol.services.authorization_request.request import KNOWN
from tests.client_keys import ClientKey
from tests.flows.answers import form_of
from tests.flows.oauth import CALLBACK, RelyingParty, post_form
from tests.flows.rfc9101.signing import SigningParty

NAMES: Final = sorted(
    {*KNOWN, "request", "request_uri", "posted", "iss", "aud", "exp", "nbf", "unknown", "client_secret"}
)
WORDS: Final = [
    "", "\x00", "%zz", "//evil.example.org", "javascript:alert(1)", "urn:ietf:params:oauth:request_uri:x", "none",
    "login create", "-1", "0", "9" * 30, "[::", "{}", '{"id_token": {"acr": {"essential": true, "values": [[]]}}}',
    '{"id_token": {"acr": {"essential": true, "value": null}}}', '{"userinfo": {"x": {"value": 1e999}}}',
    "form_post", "form_post.jwt", "jwt", "2 1", "eyJhbGciOiJub25lIn0.e30.", CALLBACK, "x" * 3000,
]  # fmt: skip
TEXT: Final = st.one_of(st.text(max_size=30), st.sampled_from(WORDS))
CHANGES: Final = st.dictionaries(st.sampled_from(NAMES), st.lists(TEXT, min_size=1, max_size=2), max_size=4)
JSON: Final = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=3)),
    max_leaves=6,
)
BOUNDED: Final = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def is_safe(response: Any) -> bool:
    """Return whether an answer is a page, leads on within the server, or goes to the registered address."""
    assert response.status_code in (200, 302, 303, 400), response.status_code
    if response.status_code == 200:
        return form_of(response)[0] == CALLBACK
    location = response.get("Location", "/")
    if location.startswith("/") and not location.startswith("//"):
        return True
    return urlsplit(location)._replace(query="").geturl() == CALLBACK


def nothing_was_granted() -> bool:
    return not Grant.objects.exists() and not Consent.objects.exists()


@pytest.mark.spec("OpenID Connect Core section 3.1.2.2")
@pytest.mark.parametrize("method", ["get", "post"])
@BOUNDED
@given(changes=CHANGES)
@example(changes={"claims": ['{"id_token": {"acr": {"essential": true, "values": []}}}']})
@example(changes={"response_mode": ["form_post"], "state": ["</script>\x0b"]})
@example(changes={"request": ["a.b.c"], "redirect_uri": ["//evil.example.org"]})
@example(changes={"resource": ["x" * 2000, "y" * 2000, "z" * 2000, "http://[::"]})
def test_the_authorization_endpoint(
    user_agent: Client, web: RelyingParty, method: str, changes: dict[str, list[str]]
) -> None:
    response = getattr(user_agent, method)("/o/authorize/", {**web.request(), **changes})
    assert is_safe(response)
    if response.status_code == 303:
        assert is_safe(user_agent.get(response["Location"]))
    assert nothing_was_granted()


@pytest.mark.spec("RFC 9126 section 2.3")
@BOUNDED
@given(changes=CHANGES)
@example(changes={"resource": ["one", "two"]})
@example(changes={"client_id": [""], "request": ["x"]})
def test_the_endpoint_of_pushed_requests(spa: RelyingParty, changes: dict[str, list[str]]) -> None:
    response = post_form(Client(), "/o/par/", {**spa.request(), **changes})
    assert response.status_code in (201, 400, 401)
    assert ("error" in response.json()) == (response.status_code != 201)
    assert AuthorizationRequest.objects.exists() >= (response.status_code == 201)


@pytest.mark.spec("RFC 9126 section 2.3")
@BOUNDED
@given(body=st.one_of(st.binary(max_size=60), st.text(max_size=60).map(lambda text: text.encode())))
def test_any_bytes_pushed(db: None, body: bytes) -> None:
    response = Client().post("/o/par/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code in (400, 401, 415)


@pytest.mark.spec("RFC 9101 section 6.2")
@BOUNDED
@given(changes=st.dictionaries(st.sampled_from(NAMES), JSON, max_size=4))
@example(changes={"state": "\ud800"})
@example(changes={"claims": {"userinfo": {"\ud800": None}}})
@example(changes={"claims": {"id_token": {"sub": {"value": 10**400}}}})
@example(changes={"aud": [[], {}], "exp": 1e300})
@example(changes={"exp": float("inf")})
@example(changes={"resource": [None]})
def test_any_signed_object(
    user_agent: Client, register: Callable[..., RelyingParty], key: ClientKey, changes: dict[str, Any]
) -> None:
    party = register(jwks=key.jwks)
    signing = SigningParty(party, key)
    signed = key.sign({**signing.claims(), **changes}, typ="JWT")
    assert is_safe(user_agent.get("/o/authorize/", {**party.request(), "request": signed}))
    pushed = party.post(Client(), "/o/par/", client_id=party.client_id, request=signed)
    assert pushed.status_code in (201, 400)
    assert json.loads(pushed.content)
    assert nothing_was_granted()


@pytest.fixture(scope="module")
def key() -> ClientKey:
    """One key for every example."""
    return ClientKey()
