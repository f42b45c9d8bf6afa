"""The code flow as the Basic, Form Post and Dynamic plans run it: without PKCE, by clients registered exempt."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.flows.answers import opened_jwt
from tests.flows.conftest import PASSWORD
from tests.flows.oauth import ISSUER, RelyingParty, claims_of, decided, post_form
from tests.flows.oidc_conformance.plain import Plain, userinfo
from tests.flows.rfc9101.signing import SigningParty

pytestmark = pytest.mark.spec("OpenID Connect Core section 3.1")
SCOPES = {
    "profile": {"name", "given_name", "family_name", "preferred_username", "locale", "updated_at"},
    "email": {"email", "email_verified"},
    "address": {"address"},
    "phone": {"phone_number", "phone_number_verified"},
}


@pytest.mark.spec("OpenID Connect Core section 3.1.3.7")
def test_the_flow_ends_with_an_id_token_of_the_person(user_agent: Client, alice: User, any_client: Plain) -> None:
    answer = any_client.answer(user_agent)
    assert answer["state"] == "a state"
    response = any_client.exchange(answer["code"])
    assert (response["Content-Type"], response["Cache-Control"]) == ("application/json", "no-store")
    tokens = response.json()
    assert tokens["token_type"] == "Bearer"
    assert tokens["expires_in"] > 0
    header, claims = opened_jwt(tokens["id_token"])
    assert (header["alg"], "kid" in header) == ("RS256", True)
    assert (claims["iss"], claims["aud"], claims["nonce"]) == (ISSUER, any_client.party.client_id, "a nonce")
    assert claims["iat"] <= time.time() < claims["exp"]
    assert claims["sub"] == str(alice.subject) == userinfo(tokens["access_token"]).json()["sub"]


@pytest.mark.spec("OpenID Connect Core section 3.1.2.6")
def test_a_request_without_response_type_is_an_error_at_the_client(user_agent: Client, client_of_plan: Plain) -> None:
    answer = client_of_plan.told(client_of_plan.ask(user_agent, response_type=None))
    assert answer["error"] in {"invalid_request", "unsupported_response_type"}
    assert answer["state"] == "a state"


@pytest.mark.spec("OpenID Connect Core section 5.3.1")
@pytest.mark.parametrize("method", ["get", "post"])
def test_userinfo_answers_get_and_post(user_agent: Client, alice: User, client_of_plan: Plain, method: str) -> None:
    response = userinfo(client_of_plan.tokens(user_agent)["access_token"], method)
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    assert response.json() == {"sub": str(alice.subject)}


def test_a_request_without_nonce_succeeds(user_agent: Client, any_client: Plain) -> None:
    assert "nonce" not in claims_of(any_client.tokens(user_agent, nonce=None)["id_token"])


@pytest.mark.spec("OpenID Connect Core section 5.4")
@pytest.mark.parametrize("scope", [*SCOPES, "profile email address phone"])
def test_a_scope_gives_its_claims(user_agent: Client, whole_alice: User, client_of_plan: Plain, scope: str) -> None:
    tokens = client_of_plan.tokens(user_agent, scope=f"openid {scope}")
    claims = userinfo(tokens["access_token"]).json()
    assert set(claims) == {"sub"}.union(*(SCOPES[name] for name in scope.split()))
    assert set(claims_of(tokens["id_token"])).isdisjoint(set(claims) - {"sub"})
    assert isinstance(claims.get("updated_at", 0), int)
    assert isinstance(claims.get("address", {}), dict)


def test_the_order_of_scopes_does_not_matter(user_agent: Client, any_client: Plain) -> None:
    tokens = any_client.tokens(user_agent, scope="email openid")
    assert "id_token" in tokens
    assert "email" in userinfo(tokens["access_token"]).json()


@pytest.mark.spec("OpenID Connect Core section 15.1")
@pytest.mark.parametrize(
    "wish",
    [
        {"display": "page"},
        {"display": "popup"},
        {"ui_locales": "se"},
        {"claims_locales": "se"},
        {"acr_values": "1 2"},
        {"login_hint": "somebody@example.org"},
        {"extra": "foobar"},
        {"max_age": "10000"},
    ],
    ids=lambda wish: "_".join(wish.values()).replace(" ", "_"),
)
def test_a_wish_about_the_pages_is_no_error(visitor: Client, client_of_plan: Plain, wish: dict[str, str]) -> None:
    page = client_of_plan.ask(visitor, **wish)
    assert page["Location"].startswith("/accounts/login/")
    back = visitor.post(page["Location"], {"login": "alice", "password": PASSWORD})
    code = client_of_plan.told(decided(visitor, back))["code"]
    assert client_of_plan.exchange(code).status_code == 200


@pytest.mark.spec("OpenID Connect Core section 3.1.2.1")
def test_a_request_by_post_succeeds(user_agent: Client, client_of_plan: Plain) -> None:
    first = post_form(user_agent, "/o/authorize/", client_of_plan.request())
    code = client_of_plan.told(decided(user_agent, first))["code"]
    assert client_of_plan.exchange(code).status_code == 200


@pytest.mark.spec("OpenID Connect Core section 3.1.2.1")
@pytest.mark.parametrize("logged_in", [True, False])
def test_prompt_none_is_answered_silently(
    visitor: Client, user_agent: Client, client_of_plan: Plain, logged_in: bool
) -> None:
    first = claims_of(client_of_plan.tokens(user_agent)["id_token"])
    state = "s" * 128
    if not logged_in:
        refused = client_of_plan.told(client_of_plan.ask(visitor, prompt="none", state=state))
        assert (refused["error"], refused["state"]) == ("login_required", state)
        return
    code = client_of_plan.told(client_of_plan.ask(user_agent, prompt="none"))["code"]
    again = claims_of(client_of_plan.exchange(code).json()["id_token"])
    assert (again["sub"], again["auth_time"]) == (first["sub"], first["auth_time"])


@pytest.mark.spec("OpenID Connect Core section 3.1.2.1")
def test_a_hint_of_the_same_person_is_answered_silently(user_agent: Client, client_of_plan: Plain) -> None:
    hint = client_of_plan.tokens(user_agent)["id_token"]
    code = client_of_plan.told(client_of_plan.ask(user_agent, prompt="none", id_token_hint=hint))["code"]
    assert claims_of(client_of_plan.exchange(code).json()["id_token"])["sub"] == claims_of(hint)["sub"]


@pytest.mark.spec("RFC 6749 section 4.1.2")
@pytest.mark.parametrize("seconds", [0, 30])
def test_a_code_that_comes_again_ends_what_it_gave(user_agent: Client, any_client: Plain, seconds: int) -> None:
    code = any_client.answer(user_agent)["code"]
    token = any_client.exchange(code).json()["access_token"]
    assert userinfo(token).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(seconds=seconds), tick=True):
        again = any_client.exchange(code)
        assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
        assert userinfo(token).status_code == 401


def test_an_address_that_is_not_registered_is_a_page(user_agent: Client, any_client: Plain) -> None:
    page = any_client.ask(user_agent, redirect_uri=f"{any_client.party.redirect_uri}/other")
    assert (page.status_code, "Location" in page) == (400, False)


@pytest.mark.spec("OpenID Connect Core section 9")
def test_a_secret_in_the_body_is_taken(user_agent: Client, register: Callable[..., RelyingParty]) -> None:
    client = Plain(register(pkce_exempt=True, token_endpoint_auth_method="client_secret_post"))
    secret, client.party.secret = client.party.secret, ""
    code = client.answer(user_agent)["code"]
    assert client.exchange(code, client_secret=secret).status_code == 200


@pytest.mark.spec("OpenID Connect Core section 6.1")
def test_an_unsigned_request_object_is_not_offered_and_refused_by_name(
    user_agent: Client, client_of_plan: Plain
) -> None:
    document = Client().get("/.well-known/openid-configuration").json()
    assert "none" not in document["request_object_signing_alg_values_supported"]
    unsigned = "eyJhbGciOiJub25lIn0.eyJzdGF0ZSI6ICJpbnNpZGUifQ."
    answer = client_of_plan.told(client_of_plan.ask(user_agent, request=unsigned))
    assert (answer["error"], "code" in answer) == ("invalid_request_object", False)


@pytest.mark.spec("OpenID Connect Core section 6.1")
def test_the_address_in_a_signed_object_counts_and_not_the_one_beside_it(
    user_agent: Client, register: Callable[..., RelyingParty]
) -> None:
    key_of = SigningParty(register(pkce_exempt=True))
    type(key_of.party.application).objects.update(jwks=key_of.key.jwks)
    value = key_of.object(code_challenge=None, code_challenge_method=None)
    query: dict[str, Any] = {**Plain(key_of.party).request(redirect_uri="https://evil.example.org/"), "request": value}
    sent = decided(user_agent, user_agent.get("/o/authorize/", query))
    assert sent["Location"].startswith(f"{key_of.party.redirect_uri}?")


@pytest.mark.spec("OpenID Connect Core section 5.5")
def test_an_essential_claim_comes_from_userinfo_without_its_scope(
    user_agent: Client, whole_alice: User, client_of_plan: Plain
) -> None:
    tokens = client_of_plan.tokens(user_agent, claims='{"userinfo": {"name": {"essential": true}}}')
    assert userinfo(tokens["access_token"]).json()["name"] == "Alice Liddell"


@pytest.mark.spec("OpenID Connect Core section 12")
def test_a_refresh_tells_of_the_same_sign_in_and_only_to_its_client(
    user_agent: Client, client_of_plan: Plain, web: RelyingParty
) -> None:
    tokens = client_of_plan.tokens(user_agent, scope="openid offline_access", prompt="consent")
    assert web.refresh(Client(), tokens["refresh_token"]).json()["error"] == "invalid_grant"
    again = client_of_plan.party.refresh(Client(), tokens["refresh_token"]).json()
    assert again["access_token"] != tokens["access_token"]
    before, after = claims_of(tokens["id_token"]), claims_of(again["id_token"])
    assert all(before[name] == after[name] for name in ("iss", "sub", "aud", "auth_time"))
    assert after.get("nonce", before["nonce"]) == before["nonce"]
    assert before["iat"] <= after["iat"]


@pytest.mark.spec("RFC 7636 section 4.6")
def test_an_exempt_client_that_sends_a_challenge_is_held_to_it(user_agent: Client, client_of_plan: Plain) -> None:
    party = client_of_plan.party
    sent = {"code_challenge": party.request()["code_challenge"], "code_challenge_method": "S256"}
    code = client_of_plan.answer(user_agent, **sent)["code"]
    assert client_of_plan.exchange(code).json()["error"] == "invalid_grant"
    assert client_of_plan.exchange(code, code_verifier=party.verifier).status_code == 200
