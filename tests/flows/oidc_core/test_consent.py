"""Consent is a record, silent only where the client is assured (OpenID Connect Core section 3.1.2.4)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.flows.oauth import RelyingParty, allow, answer_of

pytestmark = pytest.mark.spec("OpenID Connect Core section 3.1.2.4")


def test_denial_is_access_denied_at_the_client(user_agent: Client, web: RelyingParty) -> None:
    answer = allow(user_agent, user_agent.get("/o/authorize/", web.request()), decision="deny")
    assert answer["error"] == "access_denied"
    assert answer["state"] == "a state"
    assert "iss" in answer


def test_what_is_unticked_is_not_granted(user_agent: Client, web: RelyingParty) -> None:
    request = web.request(scope="openid todo:read todo:write")
    answer = allow(user_agent, user_agent.get("/o/authorize/", request), scopes=["todo:read"])
    assert web.exchange(user_agent, answer["code"]).json()["scope"] == "openid todo:read"


def test_what_was_not_asked_for_cannot_be_ticked(user_agent: Client, web: RelyingParty) -> None:
    answer = allow(user_agent, user_agent.get("/o/authorize/", web.request()), scopes=["account:read", "admin:read"])
    assert web.exchange(user_agent, answer["code"]).json()["scope"] == "openid account:read"


def test_nothing_ticked_is_a_refusal(user_agent: Client, web: RelyingParty) -> None:
    answer = allow(user_agent, user_agent.get("/o/authorize/", web.request(scope="todo:read")), scopes=[])
    assert answer["error"] == "access_denied"


def test_remembered_consent_is_silent_for_a_client_that_authenticates(user_agent: Client, web: RelyingParty) -> None:
    web.tokens(user_agent)
    assert "code" in answer_of(user_agent.get("/o/authorize/", web.request()))


def test_only_what_is_new_is_asked_and_marked(user_agent: Client, web: RelyingParty) -> None:
    web.tokens(user_agent)
    to_consent = user_agent.get("/o/authorize/", web.request(scope="openid account:read todo:read"))
    page = user_agent.get(to_consent["Location"])
    assert [scope["name"] for scope in page.context["scopes"] if scope["new"]] == ["todo:read"]


@pytest.mark.parametrize("fields", [{}, {"skip_authorization": True}])
def test_a_public_client_is_asked_each_time(
    user_agent: Client, register: Callable[..., RelyingParty], fields: dict[str, Any]
) -> None:
    client = register(public=True, redirect_uri="http://127.0.0.1/callback", **fields)
    client.tokens(user_agent)
    assert user_agent.get("/o/authorize/", client.request())["Location"].startswith("/consent/")
    silent = answer_of(user_agent.get("/o/authorize/", client.request(prompt="none")))
    assert silent["error"] == "consent_required"


def test_a_public_client_on_verified_hosts_is_remembered(
    user_agent: Client, register: Callable[..., RelyingParty]
) -> None:
    client = register(public=True, hosts_verified=True)
    client.tokens(user_agent)
    assert "code" in answer_of(user_agent.get("/o/authorize/", client.request()))


def test_a_first_party_client_is_not_asked(user_agent: Client, register: Callable[..., RelyingParty]) -> None:
    client = register(skip_authorization=True)
    assert "code" in answer_of(user_agent.get("/o/authorize/", client.request()))


def test_consent_of_one_person_is_not_that_of_another(
    user_agent: Client, web: RelyingParty, bob_user_agent: Client
) -> None:
    web.tokens(user_agent)
    assert bob_user_agent.get("/o/authorize/", web.request())["Location"].startswith("/consent/")


def test_the_page_says_who_asks_for_what_and_where_it_returns(user_agent: Client, web: RelyingParty) -> None:
    to_consent = user_agent.get("/o/authorize/", web.request(scope="openid todo:read offline_access"))
    page = user_agent.get(to_consent["Location"])
    text = page.content.decode()
    assert all(word in text for word in ("A web application", "app.example.org", "See your to-do list", "alice"))
    assert "form-action 'self' https://app.example.org" in page["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    assert "no-store" in page["Cache-Control"]


def test_the_page_wants_a_csrf_token(alice: Any, user_agent: Client, web: RelyingParty) -> None:
    to_consent = user_agent.get("/o/authorize/", web.request())
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = user_agent.cookies
    hidden = user_agent.get(to_consent["Location"]).context["hidden"]
    assert strict.post("/consent/", {"decision": "allow", **hidden}).status_code == 403


def test_a_name_with_markup_is_shown_as_text(user_agent: Client, register: Callable[..., RelyingParty]) -> None:
    client = register(name="<script>alert(1)</script>")
    page = user_agent.get(user_agent.get("/o/authorize/", client.request())["Location"])
    assert b"<script>alert" not in page.content


def test_a_sign_in_page_on_the_way_lets_its_form_through_to_that_one_origin(web: RelyingParty) -> None:
    user_agent = Client()
    page = user_agent.get(user_agent.get("/o/authorize/", web.request())["Location"])
    assert "form-action 'self' https://app.example.org" in page["Content-Security-Policy"]
    assert user_agent.get("/accounts/login/")["Content-Security-Policy"].count("app.example.org") == 0


def test_the_sign_in_page_on_the_way_says_where_to(register: Callable[..., RelyingParty]) -> None:
    client = register(name="<b>An application</b>")
    user_agent = Client()
    address = user_agent.get("/o/authorize/", client.request())["Location"]
    for page in (user_agent.get(address), user_agent.post(address, {"login": "nobody", "password": "wrong"})):
        text = page.content.decode()
        assert "&lt;b&gt;An application&lt;/b&gt;" in text
        assert "app.example.org" in text
    assert "Then you go on" not in user_agent.get("/accounts/login/?next=/o/authorize/").content.decode()
