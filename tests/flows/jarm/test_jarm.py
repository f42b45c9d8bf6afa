"""The response as a signed JWT (JARM): by query and by form, success, denial and error."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from oauth_server.protocol.models import Application
from tests.flows.answers import form_of, opened_jwt
from tests.flows.oauth import CALLBACK, ISSUER, RelyingParty, allow, answer_of

pytestmark = pytest.mark.spec("JARM section 2.1")
MODES = ["jwt", "query.jwt", "form_post.jwt"]


def claims_of_answer(response: Any, mode: str) -> dict[str, Any]:
    """Return the claims of a signed response, which is all that arrives."""
    if mode == "form_post.jwt":
        action, fields = form_of(response)
        assert action == CALLBACK
    else:
        assert response["Location"].startswith(f"{CALLBACK}?response=")
        fields = answer_of(response)
    assert set(fields) == {"response"}
    return opened_jwt(fields["response"])[1]


@pytest.mark.spec("JARM section 2.3")
@pytest.mark.parametrize("mode", MODES)
def test_a_code_arrives_signed(user_agent: Client, web: RelyingParty, mode: str) -> None:
    web.tokens(user_agent)
    claims = claims_of_answer(user_agent.get("/o/authorize/", web.request(response_mode=mode)), mode)
    assert set(claims) == {"iss", "aud", "exp", "code", "state"}
    assert (claims["iss"], claims["aud"], claims["state"]) == (ISSUER, web.client_id, "a state")
    assert 0 < claims["exp"] - time.time() <= 600
    assert web.exchange(user_agent, claims["code"]).status_code == 200


@pytest.mark.spec("RFC 9207 section 2")
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("changes", "error"),
    [({"prompt": "none"}, "consent_required"), ({"scope": "nonsense"}, "invalid_scope"), ({"max_age": "x"}, None)],
)
def test_an_error_arrives_signed(
    user_agent: Client, web: RelyingParty, mode: str, changes: dict[str, str], error: str | None
) -> None:
    claims = claims_of_answer(user_agent.get("/o/authorize/", web.request(response_mode=mode, **changes)), mode)
    assert claims["error"] == (error or "invalid_request")
    assert (claims["iss"], claims["aud"], claims["state"]) == (ISSUER, web.client_id, "a state")
    assert "code" not in claims


def test_a_denial_arrives_signed(user_agent: Client, web: RelyingParty) -> None:
    answer = allow(user_agent, user_agent.get("/o/authorize/", web.request(response_mode="jwt")), decision="deny")
    assert opened_jwt(answer["response"])[1]["error"] == "access_denied"


@pytest.mark.spec("JARM section 3")
@pytest.mark.parametrize("algorithm", ["", "RS256", "PS256", "ES256", "EdDSA"])
def test_the_algorithm_is_the_registered_one(user_agent: Client, web: RelyingParty, algorithm: str) -> None:
    Application.objects.filter(pk=web.application.pk).update(authorization_signed_response_alg=algorithm)
    response = user_agent.get("/o/authorize/", web.request(response_mode="jwt", prompt="none"))
    header, _ = opened_jwt(answer_of(response)["response"])
    assert (header["alg"], header["typ"]) == (algorithm or "RS256", "JWT")


def test_a_response_is_no_hint_of_who_is_signed_in(user_agent: Client, web: RelyingParty) -> None:
    web.tokens(user_agent)
    response = answer_of(user_agent.get("/o/authorize/", web.request(response_mode="jwt")))["response"]
    answer = answer_of(user_agent.get("/o/authorize/", web.request(id_token_hint=response)))
    assert answer["error"] == "invalid_request"


@pytest.mark.parametrize("mode", ["fragment", "fragment.jwt", "web_message", "", "JWT"])
def test_a_mode_that_is_not_offered_is_refused_by_query(
    user_agent: Client, register: Callable[..., RelyingParty], mode: str
) -> None:
    answer = answer_of(user_agent.get("/o/authorize/", register().request(response_mode=mode)))
    assert (answer["error"], answer["iss"]) == ("invalid_request", ISSUER)
