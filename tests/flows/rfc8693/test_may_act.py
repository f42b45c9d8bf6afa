"""A token that names who may act with it (RFC 8693 section 4.4)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from oauth_server.protocol.tokens import access_claims
from tests.flows.oauth import ISSUER, RelyingParty, claims_of
from tests.flows.rfc8693.exchange import API, exchange, exchanged, refused

pytestmark = pytest.mark.spec("RFC 8693 section 4.4")


def naming(token: str, may_act: Any) -> str:
    """Return the token, signed anew, with whom it lets act."""
    return access_claims.sign(replace(access_claims.read(token), may_act=may_act), None)


def test_whoever_is_named_may_act_and_nobody_else(
    api: RelyingParty, server: Callable[..., RelyingParty], token: str
) -> None:
    other = server(API, name="Another server")
    identity = {"sub": api.client_id, "client_id": api.client_id, "iss": ISSUER}
    for name in ("sub", "client_id"):
        named = naming(token, {name: api.client_id})
        assert refused(exchange(other, named)) == (400, "invalid_request")
        assert claims_of(exchanged(api, named)["access_token"])["may_act"] == {name: api.client_id}
    assert exchange(api, naming(token, identity)).status_code == 200


def test_who_is_named_is_named_in_what_it_becomes(
    api: RelyingParty, server: Callable[..., RelyingParty], token: str
) -> None:
    named = exchanged(api, naming(token, {"sub": api.client_id}), resource=API)["access_token"]
    assert refused(exchange(server(API, name="Another server"), named)) == (400, "invalid_request")
    assert exchange(api, named, resource=API).status_code == 200


@pytest.mark.parametrize(
    "may_act", [{}, {"sub": ""}, {"sub": None}, {"email": "a@example.org"}, {"iss": "https://elsewhere.example.org"}]
)
def test_a_name_that_is_not_understood_names_nobody(api: RelyingParty, token: str, may_act: dict[str, Any]) -> None:
    assert refused(exchange(api, naming(token, may_act))) == (400, "invalid_request")


@pytest.mark.parametrize("may_act", ["x", [], 1, ["sub"], True])
def test_a_claim_of_another_form_names_nobody(api: RelyingParty, token: str, may_act: Any) -> None:
    assert refused(exchange(api, naming(token, may_act))) == (400, "invalid_request")
