"""Userinfo answers a bearer token in the header with the claims of its scope (OpenID Connect Core section 5.3)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.flows.oauth import RelyingParty, claims_of, post_form

CHALLENGE = 'Bearer realm="oauth", DPoP realm="oauth", algs="ES256 PS256 EdDSA"'
pytestmark = pytest.mark.spec("OpenID Connect Core section 5.3")


def userinfo(token: str, *, scheme: str = "Bearer", method: str = "get") -> Any:
    return getattr(Client(), method)("/o/userinfo/", headers={"authorization": f"{scheme} {token}"})


@pytest.mark.parametrize("method", ["get", "post"])
def test_openid_alone_gives_the_subject(web: RelyingParty, user_agent: Client, alice: User, method: str) -> None:
    answer = web.tokens(user_agent, scope="openid")
    response = userinfo(answer["access_token"], method=method)
    assert response.json() == {"sub": str(alice.subject)}
    assert claims_of(answer["id_token"])["sub"] == str(alice.subject)
    assert response["Cache-Control"] == "no-store"


@pytest.mark.spec("OpenID Connect Core section 5.4")
@pytest.mark.parametrize(
    ("scope", "claims"),
    [
        ("profile", {"name", "given_name", "family_name", "preferred_username", "locale", "updated_at"}),
        ("email", {"email", "email_verified"}),
        ("address", {"address"}),
        ("phone", {"phone_number", "phone_number_verified"}),
        ("roles", {"roles"}),
        ("account:read", set()),
    ],
)
def test_a_scope_gives_its_claims_and_no_others(
    web: RelyingParty, user_agent: Client, scope: str, claims: set[str]
) -> None:
    User.objects.update(locale="en", phone_number="+1 604 555 1234", postal_address="1 Main Street\nVancouver")
    answer = web.tokens(user_agent, scope=f"openid {scope}")
    assert set(userinfo(answer["access_token"]).json()) == {"sub"} | claims


@pytest.mark.spec("OpenID Connect Core section 5.1.1")
def test_the_address_and_the_number_are_as_the_person_wrote_them(
    web: RelyingParty, user_agent: Client, alice: User
) -> None:
    written = {"phone_number": "+1 604 555 1234", "postal_address": "1 Main Street\nVancouver"}
    csrf = user_agent.get("/accounts/email/").cookies["csrftoken"].value
    headers = {"x-csrftoken": csrf}
    assert user_agent.patch("/api/profile/", written, "application/json", headers=headers).status_code == 200
    answer = userinfo(web.tokens(user_agent, scope="openid address phone")["access_token"]).json()
    assert answer["address"] == {"formatted": "1 Main Street\nVancouver"}
    assert (answer["phone_number"], answer["phone_number_verified"]) == ("+1 604 555 1234", False)


def test_a_subject_is_never_the_primary_key(web: RelyingParty, user_agent: Client, alice: User) -> None:
    answer = web.tokens(user_agent, scope="openid")
    assert userinfo(answer["access_token"]).json()["sub"] != str(alice.pk)


@pytest.mark.spec("RFC 6750 section 3")
def test_without_a_credential_there_is_a_challenge_and_no_error(client: Client) -> None:
    response = client.get("/o/userinfo/")
    assert (response.status_code, response["WWW-Authenticate"]) == (401, CHALLENGE)


@pytest.mark.spec("RFC 6750 section 3.1")
@pytest.mark.parametrize("token", ["", "x", "eyJ.abc.def", "a b", "x" * 22 + "." + "y" * 43, "z" * 43, "z" * 9000, "ü"])
def test_a_token_that_is_no_good_is_invalid_token(db: None, token: str) -> None:
    response = userinfo(token)
    assert response.status_code == 401
    assert 'error="invalid_token"' in response["WWW-Authenticate"]


@pytest.mark.spec("RFC 6750 section 3.1")
def test_a_token_without_openid_is_insufficient_scope(web: RelyingParty, user_agent: Client) -> None:
    response = userinfo(web.tokens(user_agent, scope="account:read")["access_token"])
    assert response.status_code == 403
    assert 'error="insufficient_scope", scope="openid"' in response["WWW-Authenticate"]


@pytest.mark.parametrize("kind", ["refresh_token", "id_token"])
def test_no_other_kind_of_token_opens_it(web: RelyingParty, user_agent: Client, kind: str) -> None:
    assert userinfo(web.tokens(user_agent)[kind]).status_code == 401


@pytest.mark.spec("RFC 9110 section 11.1")
@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "bEaReR"])
def test_the_scheme_may_have_any_case(web: RelyingParty, user_agent: Client, scheme: str) -> None:
    assert userinfo(web.tokens(user_agent)["access_token"], scheme=scheme).status_code == 200


@pytest.mark.spec("RFC 9700 section 4.3.2")
def test_a_token_in_the_address_or_the_body_is_not_read(web: RelyingParty, user_agent: Client) -> None:
    token = web.tokens(user_agent)["access_token"]
    assert Client().get("/o/userinfo/", {"access_token": token}).status_code == 401
    assert post_form(Client(), "/o/userinfo/", {"access_token": token}).status_code == 401


def test_a_signed_in_browser_without_a_token_is_refused(user_agent: Client) -> None:
    assert user_agent.get("/o/userinfo/").status_code == 401


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_not_answered(client: Client, method: str) -> None:
    assert getattr(client, method)("/o/userinfo/").status_code == 405


def test_a_first_party_token_is_refused(alice: User, register: Callable[..., RelyingParty]) -> None:
    form = {"username": "alice", "password": "correct horse battery staple"}
    access = Client().post("/api/jwt/token/", form, content_type="application/json").json()["access"]
    assert userinfo(access).status_code == 401
