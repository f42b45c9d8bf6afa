"""The response as a form that the browser posts to the client (OAuth 2.0 Form Post Response Mode)."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.flows.answers import form_of
from tests.flows.oauth import CALLBACK, ISSUER, RelyingParty, answer_of

pytestmark = pytest.mark.spec("Form Post Response Mode section 2")


def test_a_code_arrives_in_a_form(user_agent: Client, web: RelyingParty) -> None:
    web.tokens(user_agent)
    page = user_agent.get("/o/authorize/", web.request(response_mode="form_post"))
    action, fields = form_of(page)
    assert action == CALLBACK
    assert set(fields) == {"code", "state", "iss"}
    assert (fields["state"], fields["iss"]) == ("a state", ISSUER)
    assert web.exchange(user_agent, fields["code"]).status_code == 200


@pytest.mark.spec("RFC 9207 section 2")
@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"scope": "openid nonsense"}, "invalid_scope"),
        ({"prompt": "none"}, "consent_required"),
        ({"response_type": "token"}, "unsupported_response_type"),
    ],
)
def test_an_error_arrives_in_a_form(user_agent: Client, web: RelyingParty, changes: dict[str, str], error: str) -> None:
    action, fields = form_of(user_agent.get("/o/authorize/", web.request(response_mode="form_post", **changes)))
    assert (action, fields["error"], fields["iss"]) == (CALLBACK, error, ISSUER)


def test_the_page_leads_to_the_client_alone_and_is_never_kept(user_agent: Client, web: RelyingParty) -> None:
    page = user_agent.get("/o/authorize/", web.request(response_mode="form_post", prompt="none"))
    policy = page["Content-Security-Policy"]
    assert "form-action https://app.example.org;" in f"{policy};"
    assert "script-src 'self';" in f"{policy};"
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["X-Frame-Options"] == "DENY"


def test_the_page_posts_itself_by_a_file_and_has_a_button(user_agent: Client, web: RelyingParty) -> None:
    text = user_agent.get("/o/authorize/", web.request(response_mode="form_post", prompt="none")).content.decode()
    assert 'src="/static/js/form_post' in text
    assert "<script>" not in text
    assert 'type="submit"' in text


@pytest.mark.parametrize("state", ['"><script>alert(1)</script>', "'&amp;<b>", "ü\n\tx"])
def test_a_state_comes_back_unchanged_and_as_text(user_agent: Client, web: RelyingParty, state: str) -> None:
    page = user_agent.get("/o/authorize/", web.request(response_mode="form_post", prompt="none", state=state))
    assert form_of(page)[1]["state"] == state
    assert b"<script>alert" not in page.content


@pytest.mark.spec("RFC 8252 section 7.1")
def test_no_form_is_posted_to_a_scheme_that_no_browser_posts_to(
    user_agent: Client, register: Callable[..., RelyingParty]
) -> None:
    native = register(public=True, redirect_uri="com.example.app:/callback", application_type="native")
    for mode in ("form_post", "form_post.jwt"):
        answer = answer_of(user_agent.get("/o/authorize/", native.request(response_mode=mode)))
        assert answer["error"] == "invalid_request"
