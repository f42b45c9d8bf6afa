"""Proof Key for Code Exchange at the authorization endpoint (RFC 7636, OAuth 2.1 section 4.1.1)."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.flows.oauth import RelyingParty, allow, answer_of

pytestmark = pytest.mark.spec("RFC 7636 section 4")


@pytest.mark.parametrize("public", [True, False])
@pytest.mark.parametrize(
    "changes",
    [
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge": ""},
        {"code_challenge": "short"},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": None},
        {"code_challenge_method": "s256"},
    ],
)
def test_every_client_sends_an_s256_challenge(
    user_agent: Client, register: Callable[..., RelyingParty], public: bool, changes: dict[str, str | None]
) -> None:
    client = register(public=public)
    assert answer_of(user_agent.get("/o/authorize/", client.request(**changes)))["error"] == "invalid_request"


def test_an_exempt_confidential_openid_client_may_leave_it_out(
    user_agent: Client, register: Callable[..., RelyingParty]
) -> None:
    client = register(pkce_exempt=True)
    request = client.request(code_challenge=None, code_challenge_method=None)
    answer = allow(user_agent, user_agent.get("/o/authorize/", request))
    assert client.exchange(user_agent, answer["code"], code_verifier=None).status_code == 200


def test_an_exempt_client_that_sends_a_challenge_is_held_to_it(
    user_agent: Client, register: Callable[..., RelyingParty]
) -> None:
    client = register(pkce_exempt=True)
    answer = allow(user_agent, user_agent.get("/o/authorize/", client.request()))
    assert client.exchange(user_agent, answer["code"], code_verifier=None).status_code == 400


def test_an_exempt_client_without_openid_is_not_exempt(
    user_agent: Client, register: Callable[..., RelyingParty]
) -> None:
    client = register(pkce_exempt=True)
    request = client.request(code_challenge=None, code_challenge_method=None, scope="account:read")
    assert answer_of(user_agent.get("/o/authorize/", request))["error"] == "invalid_request"
