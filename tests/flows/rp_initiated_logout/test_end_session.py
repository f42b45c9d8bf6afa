"""OpenID Connect RP-Initiated Logout 1.0."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.flows.conftest import sign_in
from tests.flows.oauth import RelyingParty

pytestmark = pytest.mark.spec("OpenID Connect RP-Initiated Logout 1.0 section 2")
AFTER = "https://app.example.org/signed-out"


@pytest.fixture
def rp(register: Callable[..., RelyingParty]) -> RelyingParty:
    return register(post_logout_redirect_uris=AFTER)


def signed_in(user_agent: Client) -> bool:
    return bool(user_agent.get("/api/whoami/").status_code == 200)


def test_the_hint_of_this_sign_in_signs_out_and_returns_with_state(user_agent: Client, rp: RelyingParty) -> None:
    hint = rp.tokens(user_agent)["id_token"]
    response = user_agent.get("/o/logout/", {"id_token_hint": hint, "post_logout_redirect_uri": AFTER, "state": "a b"})
    assert response["Location"] == f"{AFTER}?state=a+b"
    assert not signed_in(user_agent)


def test_without_a_hint_the_person_is_asked(user_agent: Client, rp: RelyingParty) -> None:
    response = user_agent.get("/o/logout/", {"client_id": rp.client_id, "post_logout_redirect_uri": AFTER})
    assert response.status_code == 200
    assert signed_in(user_agent)
    answer = user_agent.post("/o/logout/confirm/", {"decision": "allow", **response.context["hidden"]})
    assert answer["Location"] == AFTER
    assert not signed_in(user_agent)


def test_who_stays_stays(user_agent: Client) -> None:
    response = user_agent.get("/o/logout/")
    user_agent.post("/o/logout/confirm/", {"decision": "deny", **response.context["hidden"]})
    assert signed_in(user_agent)


def test_the_confirmation_wants_a_csrf_token(user_agent: Client) -> None:
    hidden = user_agent.get("/o/logout/").context["hidden"]
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = user_agent.cookies
    assert strict.post("/o/logout/confirm/", {"decision": "allow", **hidden}).status_code == 403
    assert signed_in(user_agent)


def test_the_hint_of_another_sign_in_only_leads_to_the_question(
    user_agent: Client, rp: RelyingParty, bob_user_agent: Client
) -> None:
    hint = rp.tokens(bob_user_agent)["id_token"]
    assert user_agent.get("/o/logout/", {"id_token_hint": hint}).status_code == 200
    assert signed_in(user_agent)


@pytest.mark.parametrize(
    "parameters",
    [
        {"post_logout_redirect_uri": AFTER},
        {"id_token_hint": "eyJhbGciOiJub25lIn0.e30."},
        {"id_token_hint": "\x00"},
        {"client_id": "nobody"},
        {"client_id": "\x00"},
        {"state": "\x00"},
    ],
)
def test_what_cannot_be_verified_is_refused_without_a_redirect(user_agent: Client, parameters: dict[str, str]) -> None:
    response = user_agent.get("/o/logout/", parameters)
    assert response.status_code == 400
    assert signed_in(user_agent)
    assert 'href="/accounts/logout/"' in response.content.decode(), "who wanted to sign out still can"
    assert 'href="/accounts/logout/"' not in Client().get("/o/logout/", parameters).content.decode()


def test_an_address_that_is_not_registered_is_refused(user_agent: Client, rp: RelyingParty) -> None:
    hint = rp.tokens(user_agent)["id_token"]
    parameters = {"id_token_hint": hint, "post_logout_redirect_uri": "https://evil.example.org/"}
    assert user_agent.get("/o/logout/", parameters).status_code == 400
    assert signed_in(user_agent)


def test_a_client_id_that_is_not_the_hints_is_refused(
    user_agent: Client, rp: RelyingParty, register: Callable[..., RelyingParty]
) -> None:
    hint = rp.tokens(user_agent)["id_token"]
    other = register()
    assert user_agent.get("/o/logout/", {"id_token_hint": hint, "client_id": other.client_id}).status_code == 400


def test_a_post_from_another_site_changes_nothing(user_agent: Client, rp: RelyingParty) -> None:
    hint = rp.tokens(user_agent)["id_token"]
    posted = user_agent.post("/o/logout/", {"id_token_hint": hint, "post_logout_redirect_uri": AFTER})
    assert posted.status_code == 303
    assert hint not in posted["Location"]
    assert signed_in(user_agent)
    assert user_agent.get(posted["Location"])["Location"] == AFTER


def test_signing_out_ends_what_was_issued_online_and_spares_offline_grants(
    user_agent: Client, rp: RelyingParty
) -> None:
    online = rp.tokens(user_agent)
    offline = rp.tokens(user_agent, scope="openid account:read offline_access")
    user_agent.get("/o/logout/", {"id_token_hint": online["id_token"]})
    assert _whoami(online) == 401
    assert _whoami(offline) == 200
    assert rp.refresh(Client(), online["refresh_token"]).status_code == 400
    assert rp.refresh(Client(), offline["refresh_token"]).status_code == 200


def test_signing_out_of_one_browser_leaves_the_other(user_agent: Client, rp: RelyingParty) -> None:
    other = sign_in(Client(), "alice")
    tokens = rp.tokens(other)
    user_agent.get("/o/logout/", {"id_token_hint": rp.tokens(user_agent)["id_token"]})
    assert signed_in(other)
    assert _whoami(tokens) == 200


def _whoami(tokens: dict[str, Any]) -> int:
    headers = {"authorization": f"Bearer {tokens['access_token']}"}
    return int(Client().get("/api/whoami/", headers=headers).status_code)
