"""Anything a client can send: never a server error, never a redirect to an address that is not registered."""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oauth_server.protocol.models import Consent, Grant
from tests.flows.oauth import CALLBACK, RelyingParty

NAMES = [
    "client_id",
    "redirect_uri",
    "response_type",
    "response_mode",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "prompt",
    "max_age",
    "resource",
    "request",
    "request_uri",
    "id_token_hint",
    "login_hint",
    "posted",
    "claims",
]
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["", "\x00", "%zz", "//evil.example.org", "urn:ietf:params:oauth:request_uri:x", "none", "-1", "[::"]
    ),
)
CHANGES = st.dictionaries(st.sampled_from(NAMES), st.lists(VALUES, min_size=1, max_size=2), max_size=4)
ANY_INPUT = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _safe(location: str) -> bool:
    if location.startswith("/") and not location.startswith("//"):
        return True
    return urlsplit(location)._replace(query="").geturl() == CALLBACK


@pytest.mark.spec("OpenID Connect Core section 3.1.2.2")
@pytest.mark.parametrize("method", ["get", "post"])
@ANY_INPUT
@given(changes=CHANGES)
def test_the_authorization_endpoint_withstands_anything(
    user_agent: Client, web: RelyingParty, method: str, changes: dict[str, list[str]]
) -> None:
    response = getattr(user_agent, method)("/o/authorize/", {**web.request(), **changes})
    if response.status_code == 303:
        response = user_agent.get(response["Location"])
    assert response.status_code in (200, 302, 400)
    assert _safe(response.get("Location", "/"))
    assert not Grant.objects.exists()
    assert not Consent.objects.exists()


@pytest.mark.spec("OpenID Connect RP-Initiated Logout section 4")
@ANY_INPUT
@given(parameters=st.dictionaries(st.sampled_from([*NAMES, "post_logout_redirect_uri"]), VALUES, max_size=4))
def test_the_end_session_endpoint_withstands_anything(user_agent: Client, parameters: dict[str, str]) -> None:
    response = user_agent.get("/o/logout/", parameters)
    assert response.status_code in (200, 400)
    assert user_agent.get("/api/whoami/").status_code == 200


@pytest.mark.spec("OpenID Connect Core section 3.1.2.4")
@ANY_INPUT
@given(parameters=st.dictionaries(st.sampled_from(["request_uri", "scope", "decision"]), VALUES, max_size=3))
def test_the_consent_page_withstands_anything(user_agent: Client, parameters: dict[str, str]) -> None:
    assert user_agent.get("/consent/", parameters).status_code == 400
    assert user_agent.post("/consent/", parameters).status_code == 400


@pytest.mark.spec("OpenID Connect Core section 3.1.2.3")
@ANY_INPUT
@given(parameters=st.dictionaries(st.sampled_from(["next", "login"]), VALUES, max_size=2))
def test_the_sign_in_page_withstands_anything(db: None, parameters: dict[str, str]) -> None:
    response = Client().get("/accounts/login/", parameters)
    assert response.status_code == 200
    assert "evil" not in response["Content-Security-Policy"]
