"""Rules of the authorization endpoint that are easily lost: addresses, stored requests, pages, values given back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from oauth_server.protocol.models import Application
from tests.flows.oauth import CALLBACK, ISSUER, RelyingParty, allow, answer_of, claims_of

pytestmark = pytest.mark.spec("OpenID Connect Core section 3.1.2")
MARKUP = "<script>alert(1)</script>"


@pytest.mark.spec("RFC 8252 section 7.3")
@pytest.mark.parametrize(
    ("registered", "asked"),
    [
        ("http://127.0.0.1/callback", "http://127.0.0.1:5000/other"),
        ("http://127.0.0.1/callback", "http://127.0.0.1:5000/callback?x=1"),
        ("http://127.0.0.1/callback", "http://127.0.0.1:5000@evil.example.org/callback"),
        ("http://127.0.0.1/callback", "http://127.0.0.1.evil.example.org/callback"),
        ("http://127.0.0.1/callback", "http://[::1]:5000/callback"),
        ("http://127.0.0.1/callback", "https://127.0.0.1:5000/callback"),
        ("http://127.0.0.1/callback", "http://127.0.0.1:99999/callback"),
        ("http://localhost/callback", "http://localhost:5000/callback"),
        ("https://app.example.org/callback", "https://app.example.org:5000/callback"),
    ],
)
def test_nothing_but_the_port_of_a_loopback_address_may_vary(
    user_agent: Client, register: Callable[..., RelyingParty], registered: str, asked: str
) -> None:
    client = register(public=True, redirect_uri=registered)
    response = user_agent.get("/o/authorize/", client.request(redirect_uri=asked))
    assert response.status_code == 400
    assert "Location" not in response


@pytest.mark.parametrize(
    "changes", [{"acr_values": "urn:mace:incommon:iap:silver"}, {"ui_locales": "fr-CA se"}, {"claims_locales": "de"}]
)
def test_wishes_that_are_not_met_are_no_errors(user_agent: Client, web: RelyingParty, changes: dict[str, str]) -> None:
    assert "code" in allow(user_agent, user_agent.get("/o/authorize/", web.request(**changes)))


@pytest.mark.parametrize("length", [1, 64, 255])
def test_a_nonce_comes_back_unchanged(user_agent: Client, web: RelyingParty, length: int) -> None:
    nonce = ("n" * length)[:-1] + "~"
    assert claims_of(web.tokens(user_agent, nonce=nonce)["id_token"])["nonce"] == nonce


@pytest.mark.parametrize("state", ["x" * 2000, "ü & = # %", '"}</script>', " "])
def test_a_state_comes_back_unchanged(user_agent: Client, web: RelyingParty, state: str) -> None:
    assert allow(user_agent, user_agent.get("/o/authorize/", web.request(state=state)))["state"] == state


@pytest.mark.spec("RFC 6749 section 10.10")
def test_a_code_has_256_random_bits(user_agent: Client, web: RelyingParty) -> None:
    codes = {allow(user_agent, user_agent.get("/o/authorize/", web.request()))["code"] for _ in range(5)}
    assert len(codes) == 5
    assert {len(code) for code in codes} == {43}


@pytest.mark.spec("OpenID Connect Core section 3.1.2.4")
@pytest.mark.parametrize(
    ("scope", "lasts"),
    [
        ("openid account:read", "until you sign out"),
        ("openid offline_access", "until you take its access back, at most 90 days"),
    ],
)
def test_the_consent_page_says_how_long_access_lasts(
    user_agent: Client, web: RelyingParty, scope: str, lasts: str
) -> None:
    page = user_agent.get(user_agent.get("/o/authorize/", web.request(scope=scope))["Location"])
    assert lasts in page.content.decode()
    assert page["Referrer-Policy"] == "same-origin"


def test_the_decision_cannot_change_the_client_or_the_address(
    user_agent: Client, web: RelyingParty, register: Callable[..., RelyingParty]
) -> None:
    other = register(redirect_uri="https://other.example.org/callback")
    page = user_agent.get(user_agent.get("/o/authorize/", web.request())["Location"])
    changes = {"client_id": other.client_id, "redirect_uri": other.redirect_uri, "response_type": "token"}
    form = {"decision": "allow", "scope": ["account:read"], **page.context["hidden"], **changes}
    response = user_agent.get(user_agent.post("/consent/", form)["Location"])
    assert response["Location"].startswith(f"{CALLBACK}?code=")
    assert web.exchange(user_agent, answer_of(response)["code"]).status_code == 200


@pytest.mark.parametrize(
    ("change", "status"), [({"enabled": False}, 400), ({"redirect_uris": "https://moved.example.org/"}, 400)]
)
def test_a_stored_request_is_held_to_the_client_as_it_stands_now(
    user_agent: Client, web: RelyingParty, change: dict[str, Any], status: int
) -> None:
    to_consent = user_agent.get("/o/authorize/", web.request())["Location"]
    page = user_agent.get(to_consent)
    Application.objects.filter(pk=web.application.pk).update(**change)
    answered = user_agent.post("/consent/", {"decision": "allow", "scope": "account:read", **page.context["hidden"]})
    assert answered.status_code == status
    assert user_agent.get(to_consent.replace("/consent/", "/o/authorize/")).status_code == status


def test_a_stored_request_of_one_client_is_of_no_use_to_another(
    user_agent: Client, web: RelyingParty, spa: RelyingParty
) -> None:
    request_uri = user_agent.get("/o/authorize/", web.request())["Location"].partition("request_uri=")[2]
    response = user_agent.get(f"/o/authorize/?client_id={spa.client_id}&request_uri={request_uri}")
    assert response.status_code == 400
    assert "Location" not in response


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": MARKUP},
        {"redirect_uri": MARKUP},
        {"redirect_uri": f"javascript:{MARKUP}"},
        {MARKUP: "x" * 5000},
        {"request_uri": f"urn:ietf:params:oauth:request_uri:{MARKUP}"},
    ],
)
def test_an_error_page_repeats_no_markup(user_agent: Client, web: RelyingParty, changes: dict[str, str]) -> None:
    response = user_agent.get("/o/authorize/", web.request(**changes))
    assert response.status_code == 400
    assert b"<script>alert" not in response.content


def test_an_unregistered_request_uri_is_refused_and_not_fetched(
    user_agent: Client, web: RelyingParty, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_fetch(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("something was fetched")

    monkeypatch.setattr("socket.create_connection", no_fetch)
    monkeypatch.setattr("http.client.HTTPConnection.connect", no_fetch)
    for address in ("http://127.0.0.1:9/request.jwt", "https://app.example.org/request.jwt"):
        answer = answer_of(user_agent.get("/o/authorize/", web.request(request_uri=address)))
        assert (answer["error"], answer["iss"]) == ("invalid_request_uri", ISSUER)
