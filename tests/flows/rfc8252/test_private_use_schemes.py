"""Native applications with a scheme of their own (RFC 8252 section 7.1), and schemes that nobody may redirect to."""

from collections.abc import Callable

import pytest
from django.test import Client

from oauth_server.protocol.models import Application
from oauth_server.protocol.services.consent import is_assured
from tests.flows.oauth import RelyingParty, allow, answer_of

pytestmark = pytest.mark.spec("RFC 8252 section 7.1")
OWN = "com.example.app:/callback"


@pytest.fixture
def native(register: Callable[..., RelyingParty]) -> RelyingParty:
    """An application on the person's own device."""
    return register(public=True, redirect_uri=OWN, application_type="native")


def test_the_code_goes_to_the_scheme(user_agent: Client, native: RelyingParty) -> None:
    to_consent = user_agent.get("/o/authorize/", native.request())["Location"]
    page = user_agent.get(to_consent)
    assert "form-action 'self' com.example.app:;" in page["Content-Security-Policy"] + ";"
    assert "com.example.app:" in page.content.decode()
    answer = allow(user_agent, user_agent.get("/o/authorize/", native.request()))
    assert native.exchange(user_agent, answer["code"]).status_code == 200


@pytest.mark.spec("RFC 8252 section 8.6")
def test_it_is_asked_each_time_for_anybody_can_claim_a_scheme(user_agent: Client, native: RelyingParty) -> None:
    native.tokens(user_agent)
    assert not is_assured(native.application)
    Application.objects.update(hosts_verified=True, skip_authorization=True)
    assert user_agent.get("/o/authorize/", native.request())["Location"].startswith("/consent/")
    assert answer_of(user_agent.get("/o/authorize/", native.request(prompt="none")))["error"] == "consent_required"


@pytest.mark.parametrize(
    "used",
    [
        "com.example.app:/callback/",
        "com.example.app:/callback?x=1",
        "com.example.app:/callback#x",
        "com.example.app://callback",
        "com.example.app:callback",
        "COM.example.app:/callback",
        "com.example.app.evil:/callback",
        "com.example.ap:/callback",
    ],
)
def test_it_matches_character_for_character(user_agent: Client, native: RelyingParty, used: str) -> None:
    assert user_agent.get("/o/authorize/", native.request(redirect_uri=used)).status_code == 400


@pytest.mark.spec("RFC 9700 section 4.11.2")
@pytest.mark.parametrize(
    "written",
    [
        "javascript:alert(1)",
        "javascript://app.example.org/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "data:/callback",
        "vbscript:x",
        "file:///etc/passwd",
        "blob:https://app.example.org/x",
        "about:blank",
        "ftp://app.example.org/callback",
        "ws://app.example.org/callback",
        "app:/callback",
        "http://app.example.org/callback",
        "https://user@app.example.org/callback",
        "https://app.example.org/callback#x",
        "https:///callback",
        "//app.example.org/callback",
        "/callback",
        "callback",
    ],
)
def test_an_address_that_came_into_the_database_by_another_way_is_never_redirected_to(
    user_agent: Client, native: RelyingParty, written: str
) -> None:
    Application.objects.update(redirect_uris=written, skip_authorization=True, client_type="confidential")
    for changes in ({"redirect_uri": written}, {"redirect_uri": None, "scope": "account:read"}):
        response = user_agent.get("/o/authorize/", native.request(**changes, prompt="none"))
        assert (response.status_code, "Location" in response) == (400, False)


@pytest.mark.spec("RFC 8252 section 7.3")
def test_a_page_on_the_way_to_an_ipv6_address_lets_its_form_through(
    user_agent: Client, register: Callable[..., RelyingParty]
) -> None:
    native = register(public=True, redirect_uri="http://[::1]/callback", application_type="native")
    to_consent = user_agent.get("/o/authorize/", native.request(redirect_uri="http://[::1]:5000/callback"))["Location"]
    page = user_agent.get(to_consent)
    assert "form-action 'self' http:;" in page["Content-Security-Policy"] + ";"
    assert "[::1]:5000" in page.content.decode()
