"""What a JWT access token says, and to whom (RFC 9068 section 2)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from accounts.services.roles import grant_role
from tests.flows.oauth import ISSUER, RelyingParty, allow, claims_of
from tests.flows.rfc9068.conftest import Verified, token_of

API = f"{ISSUER}/api"


@pytest.mark.spec("RFC 9068 section 2.1")
def test_the_header_names_the_type_an_asymmetric_algorithm_and_the_key(
    web: RelyingParty, user_agent: Client, verified: Verified
) -> None:
    header = verified(web.tokens(user_agent)["access_token"]).header
    keys = {key["kid"]: key for key in Client().get("/.well-known/jwks.json").json()["keys"]}
    assert set(header) == {"typ", "alg", "kid"}
    assert (header["typ"], header["alg"]) == ("at+jwt", "ES256")
    assert keys[header["kid"]]["alg"] == "ES256"


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
@pytest.mark.spec("RFC 9068 section 2.1")
def test_eddsa_signs_where_the_server_chose_it(
    web: RelyingParty, user_agent: Client, verified: Verified, settings: Any
) -> None:
    settings.ACCESS_TOKEN_ALGORITHM = "EdDSA"
    token = web.tokens(user_agent)["access_token"]
    assert verified(token).header["alg"] == "EdDSA"
    assert Client().get("/api/whoami/", headers={"authorization": f"Bearer {token}"}).status_code == 200


@pytest.mark.spec("RFC 9068 section 2.2")
def test_the_required_claims_are_there(web: RelyingParty, user_agent: Client, alice: User, verified: Verified) -> None:
    answer = web.tokens(user_agent, scope="openid account:read")
    claims = verified(answer["access_token"]).claims
    assert (claims["iss"], claims["aud"], claims["client_id"]) == (ISSUER, API, web.client_id)
    assert claims["sub"] == str(alice.subject) == claims_of(answer["id_token"])["sub"]
    assert claims["exp"] - claims["iat"] == answer["expires_in"] == 300
    assert claims["jti"] != verified(web.tokens(user_agent)["access_token"]).claims["jti"]


@pytest.mark.spec("RFC 9068 section 2.2.1")
def test_it_says_how_and_when_the_person_signed_in_and_a_refresh_says_the_same(
    web: RelyingParty, user_agent: Client, verified: Verified
) -> None:
    answer = web.tokens(user_agent)
    id_token = claims_of(answer["id_token"])
    refreshed = web.refresh(Client(), answer["refresh_token"]).json()
    for token in (answer["access_token"], refreshed["access_token"]):
        claims = verified(token).claims
        assert {name: claims[name] for name in ("auth_time", "acr", "amr", "sid")} == {
            name: id_token[name] for name in ("auth_time", "acr", "amr", "sid")
        }


@pytest.mark.spec("RFC 9068 section 2.2.2")
def test_it_says_nothing_else_of_the_person(web: RelyingParty, user_agent: Client, verified: Verified) -> None:
    token = web.tokens(user_agent, scope="openid profile email account:read")["access_token"]
    person = {"name", "given_name", "family_name", "preferred_username", "email", "email_verified", "roles"}
    assert not person & verified(token).claims.keys()


@pytest.mark.spec("RFC 9068 section 2.2.3")
def test_the_scope_is_what_was_granted(web: RelyingParty, user_agent: Client, verified: Verified) -> None:
    response = user_agent.get("/o/authorize/", web.request(scope="openid account:read todo:read todo:write"))
    code = allow(user_agent, response, scopes=["openid", "todo:read"])["code"]
    answer = web.exchange(Client(), code).json()
    assert verified(answer["access_token"]).claims["scope"] == answer["scope"] == "openid todo:read"
    narrower = web.refresh(Client(), answer["refresh_token"], scope="todo:read").json()
    assert verified(narrower["access_token"]).claims["scope"] == "todo:read"


@pytest.mark.spec("RFC 9068 section 2.2.3.1")
def test_roles_are_said_with_their_scope_only(
    web: RelyingParty, user_agent: Client, alice: User, verified: Verified
) -> None:
    grant_role(user=alice, role=Role.HR)
    told = verified(web.tokens(user_agent, scope="openid roles account:read")["access_token"]).claims
    assert told["roles"] == ["HR"]
    assert "roles" not in verified(web.tokens(user_agent, scope="openid account:read")["access_token"]).claims


@pytest.mark.spec("RFC 9068 section 2.2")
def test_a_machine_is_its_own_subject_and_has_no_sign_in(machine: RelyingParty, verified: Verified) -> None:
    claims = verified(token_of(machine)).claims
    assert claims["sub"] == claims["client_id"] == machine.client_id
    assert not {"auth_time", "acr", "amr", "sid", "roles", "grant"} & claims.keys()


@pytest.mark.spec("RFC 9068 section 3")
@pytest.mark.parametrize("resource", [API, f"{ISSUER}/mcp"])
def test_the_audience_is_the_resource_that_was_asked_for(
    web: RelyingParty, user_agent: Client, verified: Verified, resource: str
) -> None:
    token = web.tokens(user_agent, resource=resource)["access_token"]
    assert verified(token).claims["aud"] == resource


@pytest.mark.spec("RFC 9068 section 5")
def test_a_pairwise_client_is_told_a_subject_of_its_own(
    register: Callable[..., RelyingParty], user_agent: Client, alice: User, verified: Verified
) -> None:
    pairwise = register(subject_type="pairwise", redirect_uri="https://other.example.org/callback")
    answer = pairwise.tokens(user_agent)
    subject = verified(answer["access_token"]).claims["sub"]
    assert subject != str(alice.subject)
    headers = {"authorization": f"Bearer {answer['access_token']}"}
    assert Client().get("/api/whoami/", headers=headers).status_code == 200
