"""The sample application: code flow, API calls, refresh and sign-out, by plain HTTP; the server is real."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.flows.demo.conftest import Demo
from tests.flows.demo.visitor import Visitor, visitor

__all__ = ["visitor"]

pytestmark = pytest.mark.spec("OpenID Connect Core section 3.1")


def test_signing_in_shows_who_you_are_and_calls_the_api(visitor: Visitor, demo: Demo) -> None:
    page = visitor.sign_in("mona")
    assert page.url == f"{demo.sample_app}/"
    assert "Hello, Mona Haddad" in page.text
    assert "mona@example.com" in page.text
    assert "Manager" in page.text
    assert "GET /api/whoami/" in page.text
    assert "oauth2" in page.text


def test_no_token_and_no_secret_reaches_the_browser(visitor: Visitor, demo: Demo) -> None:
    page = visitor.sign_in("mona")
    assert not re.search(r"eyJ[\w-]{20,}", page.text)
    assert demo.client("Sample application")["client_secret"] not in page.text
    assert demo.password("mona") not in page.text


def test_the_buttons_call_the_api_and_refresh(visitor: Visitor) -> None:
    visitor.sign_in("hana")
    assert "Water the plants" in visitor.press("/call/new-todo").text
    assert "Water the plants" in visitor.press("/call/todos").text
    refreshed = visitor.press("/refresh")
    assert "Token request: refresh" in refreshed.text
    assert 'class="refused"' not in visitor.press("/call/whoami").text


def test_signing_out_ends_the_session_at_the_server_too(visitor: Visitor, demo: Demo) -> None:
    visitor.sign_in("hana")
    page = visitor.press("/sign-out")
    assert page.url == f"{demo.sample_app}/"
    assert "Sign in with oauth-server" in page.text
    assert "/accounts/login/" in visitor.press("/sign-in").url


def test_who_denies_gives_nothing(visitor: Visitor, demo: Demo) -> None:
    page = visitor.sign_in("adam", decision="deny")
    assert page.url == f"{demo.sample_app}/"
    assert "You did not allow it" in page.text
    assert "Sign in with oauth-server" in page.text


def test_a_callback_that_this_browser_did_not_ask_for_is_refused(visitor: Visitor, demo: Demo) -> None:
    page = visitor.get(f"{demo.sample_app}/callback?code=stolen&state=guessed&iss={demo.issuer}", timeout=20)
    assert "belongs to no request of this browser" in page.text


def test_a_callback_of_another_issuer_is_refused(visitor: Visitor, demo: Demo) -> None:
    asked = visitor.post(f"{demo.sample_app}/sign-in", allow_redirects=False, timeout=20)
    state = parse_qs(urlsplit(asked.headers["Location"]).query)["state"][0]
    callback = f"{demo.sample_app}/callback"
    page = visitor.get(callback, params={"code": "c", "state": state, "iss": "https://evil.example"}, timeout=20)
    assert "came from another server" in page.text


def test_a_form_of_another_site_is_refused(visitor: Visitor) -> None:
    assert visitor.press("/sign-out", Origin="https://evil.example").status_code == 403


def test_an_unknown_page_is_a_404(visitor: Visitor, demo: Demo) -> None:
    assert visitor.get(f"{demo.sample_app}/none", timeout=20).status_code == 404


def test_the_request_carries_pkce_state_and_nonce(visitor: Visitor, demo: Demo) -> None:
    asked = visitor.post(f"{demo.sample_app}/sign-in", allow_redirects=False, timeout=20)
    query = parse_qs(urlsplit(asked.headers["Location"]).query)
    assert query["code_challenge_method"] == ["S256"]
    assert query["resource"] == [f"{demo.issuer}/api"]
    assert {"state", "nonce", "code_challenge"} <= set(query)


def test_the_pages_allow_no_script_and_no_frame(visitor: Visitor, demo: Demo) -> None:
    headers = visitor.get(demo.sample_app, timeout=20).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "HttpOnly; SameSite=Lax" in headers["Set-Cookie"]
