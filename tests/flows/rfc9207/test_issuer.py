"""The issuer's name in every answer of the authorization endpoint (RFC 9207 section 2)."""

from typing import Any

import pytest
from django.test import Client

from tests.flows.answers import form_of
from tests.flows.oauth import ISSUER, RelyingParty, allow, answer_of

pytestmark = pytest.mark.spec("RFC 9207 section 2")


def test_a_code_comes_with_the_issuer(user_agent: Client, web: RelyingParty) -> None:
    assert allow(user_agent, user_agent.get("/o/authorize/", web.request()))["iss"] == ISSUER


def test_a_denial_comes_with_the_issuer(user_agent: Client, web: RelyingParty) -> None:
    answer = allow(user_agent, user_agent.get("/o/authorize/", web.request()), decision="deny")
    assert (answer["error"], answer["iss"]) == ("access_denied", ISSUER)


@pytest.mark.parametrize(
    "changes",
    [
        {"prompt": "none"},
        {"response_type": "token"},
        {"scope": "openid nonsense"},
        {"code_challenge_method": "plain"},
        {"request": "x.y.z"},
        {"response_mode": "fragment"},
    ],
)
def test_an_error_comes_with_the_issuer(user_agent: Client, web: RelyingParty, changes: dict[str, Any]) -> None:
    answer = answer_of(user_agent.get("/o/authorize/", web.request(**changes)))
    assert (answer["iss"], "error" in answer) == (ISSUER, True)


def test_a_form_comes_with_the_issuer(user_agent: Client, web: RelyingParty) -> None:
    page = user_agent.get("/o/authorize/", web.request(response_mode="form_post", prompt="none"))
    assert form_of(page)[1]["iss"] == ISSUER


@pytest.mark.spec("RFC 9207 section 3")
def test_the_metadata_says_so_and_names_the_same_issuer(client: Client, db: None) -> None:
    for name in ("oauth-authorization-server", "openid-configuration"):
        document = client.get(f"/.well-known/{name}").json()
        assert document["authorization_response_iss_parameter_supported"] is True
        assert document["issuer"] == ISSUER
