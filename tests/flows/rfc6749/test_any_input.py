"""Whatever is sent to the endpoints that clients call: never a server error, never a token for nothing."""

from typing import Any, Final

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from oauth_server.protocol.models import Grant
from tests.flows.oauth import RelyingParty, post_form

GRANTS: Final = (
    "authorization_code",
    "refresh_token",
    "client_credentials",
    "urn:ietf:params:oauth:grant-type:device_code",
)
NAMES: Final = (
    "grant_type", "code", "redirect_uri", "code_verifier", "refresh_token", "device_code", "scope", "resource",
    "client_id", "client_secret", "client_assertion", "client_assertion_type", "token", "token_type_hint", "unknown",
)  # fmt: skip
WORDS: Final = (
    "", "\x00", "%zz", "[::", "..", "a.b.c", "e30.e30.e30", "x" * 9000, "x" * 43, "openid\taccount:read", "\x85",
    "access_token", "refresh_token", *GRANTS,
)  # fmt: skip
VALUES: Final = st.one_of(st.text(max_size=60), st.binary(max_size=40), st.sampled_from(WORDS))
FORM: Final = st.dictionaries(st.sampled_from(NAMES), st.one_of(VALUES, st.lists(VALUES, max_size=3)), max_size=6)
HEADERS: Final = st.dictionaries(
    st.sampled_from(["authorization", "dpop", "content-type", "accept", "origin"]),
    st.one_of(
        st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=60),
        st.sampled_from(["Basic Og==", "Basic %%%", "Bearer", "DPoP e30.e30.e30", "Bearer a b", "null"]),
    ),
    max_size=2,
)
BOUNDED: Final = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
REFUSED: Final = {400, 401, 413, 415, 429}


@pytest.mark.spec("RFC 6749 section 5.2")
@pytest.mark.parametrize("grant_type", GRANTS)
@BOUNDED
@example(form={"scope": "\u2003", "code": ["a", "b"]}, headers={})
@given(form=FORM, headers=HEADERS)
def test_the_token_endpoint_withstands_anything(
    web: RelyingParty, grant_type: str, form: dict[str, Any], headers: dict[str, str]
) -> None:
    sent = {"grant_type": grant_type, "client_id": web.client_id, "client_secret": web.secret, **form}
    response = post_form(Client(), "/o/token/", sent, headers=headers)
    assert response.status_code in REFUSED, response.content
    assert response.json()["error"]
    assert response["Cache-Control"] == "no-store"
    assert not Grant.objects.exists()


@pytest.mark.spec("RFC 7662 section 2.3")
@pytest.mark.parametrize("path", ["/o/introspect/", "/o/revoke_token/"])
@BOUNDED
@given(form=FORM, headers=HEADERS)
def test_the_endpoints_about_tokens_withstand_anything(
    web: RelyingParty, path: str, form: dict[str, Any], headers: dict[str, str]
) -> None:
    sent = {"client_id": web.client_id, "client_secret": web.secret, **form}
    response = post_form(Client(), path, sent, headers=headers)
    assert response.status_code in {200, *REFUSED, 403}, response.content
    if response.status_code == 200 and path == "/o/introspect/":
        assert response.json() == {"active": False}


@pytest.mark.spec("OpenID Connect Core section 5.3.3")
@pytest.mark.parametrize("method", ["get", "post"])
@BOUNDED
@given(headers=HEADERS, parameters=FORM)
def test_userinfo_withstands_anything(
    db: None, method: str, headers: dict[str, str], parameters: dict[str, Any]
) -> None:
    if method == "get":
        response = Client().get("/o/userinfo/", parameters, headers=headers)
    else:
        response = post_form(Client(), "/o/userinfo/", parameters, headers=headers)
    assert response.status_code in REFUSED, response.content


@pytest.mark.spec("OpenID Connect Core section 3.1.2.1")
@BOUNDED
@given(cookie=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=200))
def test_the_cookie_of_arrivals_withstands_anything(user_agent: Client, web: RelyingParty, cookie: str) -> None:
    user_agent.cookies["arrivals"] = cookie
    response = user_agent.get("/o/authorize/", web.request(prompt="login"))
    assert response["Location"].startswith("/accounts/reauthenticate/")
