"""Whatever a client sends to exchange: never a server error, and never a token that it may not have."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from oauth_server.protocol.models import Grant
from tests.flows.oauth import RelyingParty, claims_of
from tests.flows.rfc8693.exchange import ACCESS_TOKEN, API, EXCHANGE, JWT, MCP, exchange

pytestmark = pytest.mark.spec("RFC 8693 section 2.2.2")
SUBJECT = "urn:x-oauth-server:token-type:subject"
NAMES = [
    "subject_token",
    "subject_token_type",
    "actor_token",
    "actor_token_type",
    "requested_token_type",
    "resource",
    "audience",
    "scope",
    "reason",
    "client_id",
]
VALUES = st.one_of(
    st.text(max_size=60),
    st.binary(max_size=40),
    st.sampled_from(
        ["", "\x00", "%zz", "[::", "a.b.c", "..", "e30.e30.e30", "x" * 9000, "x" * 43, f"{API}/../mcp", API, MCP, "//"]
    ),
    st.sampled_from([ACCESS_TOKEN, JWT, SUBJECT, EXCHANGE, "todo:read", "todo:read todo:read", "admin:act"]),
)
CHANGES = st.dictionaries(st.sampled_from(NAMES), st.one_of(VALUES, st.lists(VALUES, max_size=3)), max_size=5)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(changes={"subject_token_type": SUBJECT, "subject_token": "00000000-0000-4000-8000-000000000000"})
@example(changes={"subject_token_type": SUBJECT, "actor_token": "e30.e30.e30", "actor_token_type": ACCESS_TOKEN})
@example(changes={"resource": ["http://[", API]})
@example(changes={"audience": "\ud800".encode("utf-8", "surrogatepass")})
@given(changes=CHANGES)
def test_no_request_fails_the_server_or_widens_a_token(api: RelyingParty, token: str, changes: dict[str, Any]) -> None:
    grants = Grant.objects.count()
    response = exchange(api, **{"subject_token": token, **changes})
    assert response.status_code in {200, 400, 401}
    assert response["Cache-Control"] == "no-store"
    assert Grant.objects.count() == grants
    if response.status_code == 200:
        claims = claims_of(response.json()["access_token"])
        assert claims["aud"] in {API, MCP}
        assert set(claims["scope"].split()) <= set(claims_of(token)["scope"].split())
        assert claims["exp"] <= claims_of(token)["exp"]


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_only_a_post_exchanges(api: RelyingParty, token: str, method: str) -> None:
    response = getattr(Client(), method)("/o/token/", {"grant_type": EXCHANGE})
    assert response.status_code == 405


@pytest.mark.parametrize("name", ["subject_token", "actor_token"])
def test_a_token_in_the_address_is_refused(api: RelyingParty, token: str, name: str) -> None:
    response = api.post(Client(), f"/o/token/?{name}={token}", grant_type=EXCHANGE)
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")
