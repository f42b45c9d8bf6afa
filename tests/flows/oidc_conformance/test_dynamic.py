"""What clients of the Dynamic plan register, and that it counts."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from oauth_server.protocol.services.logo_fetching import fetch_due_logos
from tests.client_keys import ClientKey
from tests.flows.answers import opened_jwt
from tests.flows.oauth import ISSUER, claims_of, decided
from tests.flows.oidc_conformance.plain import CALLBACK, self_registered, userinfo
from tests.flows.registration import GOOD, initial_access_token, refused
from tests.flows.rfc9101.signing import SigningParty
from tests.flows.web_pages import Web, held_still
from tests.pictures import png

pytestmark = pytest.mark.spec("OpenID Connect Registration section 2")
JWKS = "https://app.example.org/jwks.json"
OBJECT = "https://app.example.org/request.jwt"
SECTOR = "https://sector.example.org/redirects.json"
REFRESHING = ["authorization_code", "refresh_token"]
SIGNING = {"token_endpoint_auth_method": "private_key_jwt"}


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Web:
    """The outside, held still."""
    return held_still(monkeypatch)


def rejected(**members: Any) -> tuple[int, str]:
    return refused({**GOOD, **members}, token=initial_access_token(pkce_exempt=True))[:2]


@pytest.mark.spec("OpenID Connect Core section 3.1.3.7")
def test_an_id_token_is_signed_by_rs256_where_that_is_registered(user_agent: Client, db: None) -> None:
    client = self_registered(id_token_signed_response_alg="RS256")
    assert opened_jwt(client.tokens(user_agent)["id_token"])[0]["alg"] == "RS256"


def test_an_id_token_without_signature_is_not_offered_and_not_registered(client: Client, db: None) -> None:
    document = client.get("/.well-known/openid-configuration").json()
    assert "none" not in document["id_token_signing_alg_values_supported"]
    assert rejected(id_token_signed_response_alg="none") == (400, "invalid_client_metadata")


@pytest.mark.spec("OpenID Connect Core section 5.3.2")
def test_userinfo_is_signed_by_rs256_where_that_is_registered(user_agent: Client, db: None) -> None:
    client = self_registered(userinfo_signed_response_alg="RS256")
    tokens = client.tokens(user_agent)
    response = userinfo(tokens["access_token"])
    assert response["Content-Type"] == "application/jwt"
    header, claims = opened_jwt(response.content.decode())
    assert header["alg"] == "RS256"
    assert (claims["iss"], claims["aud"]) == (ISSUER, client.party.client_id)
    assert claims["sub"] == claims_of(tokens["id_token"])["sub"]


@pytest.mark.spec("OpenID Connect Core section 3.1.2.1")
def test_an_openid_request_says_its_redirect_uri(user_agent: Client, db: None) -> None:
    page = self_registered().ask(user_agent, redirect_uri=None)
    assert (page.status_code, "Location" in page) == (400, False)


@pytest.mark.spec("RFC 6749 section 3.1.2")
def test_a_query_of_the_registered_address_is_kept(user_agent: Client, db: None) -> None:
    client = self_registered(redirect_uris=[f"{CALLBACK}?foo=bar"])
    sent = decided(user_agent, client.ask(user_agent))
    assert sent["Location"].startswith(f"{CALLBACK}?foo=bar&")
    assert client.exchange(client.told(sent)["code"]).status_code == 200


@pytest.mark.spec("RFC 6749 section 3.1.2.3")
@pytest.mark.parametrize(
    ("known_as", "asked"),
    [
        ("?foo=bar", "?foo=baz"),
        ("?foo=bar", ""),
        ("?foo=bar", "?foo=bar&more=1"),
        ("", "?foo=bar"),
        ("", "#fragment"),
    ],
)
def test_another_query_is_another_address(user_agent: Client, db: None, known_as: str, asked: str) -> None:
    client = self_registered(redirect_uris=[CALLBACK + known_as])
    page = client.ask(user_agent, redirect_uri=CALLBACK + asked)
    assert (page.status_code, "Location" in page) == (400, False)


def test_an_address_with_a_fragment_is_not_registered(db: None) -> None:
    assert rejected(redirect_uris=[f"{CALLBACK}#foobar"]) == (400, "invalid_redirect_uri")


def test_a_client_of_the_suite_shows_its_policy_and_terms_to_the_person(user_agent: Client, db: None) -> None:
    policy, terms = "https://app.example.org/policy", "https://app.example.org/terms"
    client = self_registered(policy_uri=policy, tos_uri=terms)
    page = user_agent.get("/o/authorize/", client.request(), follow=True).content.decode()
    assert f'href="{policy}"' in page
    assert f'href="{terms}"' in page


def test_a_client_of_the_suite_shows_its_logo_to_the_person(user_agent: Client, db: None, world: Web) -> None:
    logo = "https://app.example.org/logo.png"
    world.put(logo, png(), content_type="image/png")
    client = self_registered(logo_uri=logo)
    assert fetch_due_logos.call() == 1
    page = user_agent.get("/o/authorize/", client.request(), follow=True)
    assert user_agent.get(page.context["client"]["logo"]).content == png()
    assert f'<img src="{page.context["client"]["logo"]}" alt=""' in page.content.decode()


@pytest.mark.spec("OpenID Connect Core section 9")
@pytest.mark.parametrize("by_reference", [True, False])
@pytest.mark.parametrize("kid", [True, False])
def test_a_client_proves_itself_with_its_registered_keys(
    user_agent: Client, db: None, world: Web, by_reference: bool, kid: bool
) -> None:
    key = ClientKey("RS256")
    published = {"keys": [{name: value for name, value in key.jwk.items() if kid or name != "kid"}]}
    world.put(JWKS, published)
    keys: dict[str, Any] = {"jwks": None, "jwks_uri": JWKS} if by_reference else {"jwks": published}
    client = self_registered(key=key, **SIGNING, **keys)
    code = client.answer(user_agent)["code"]
    assertion = key.sign(client.party.claims(aud=ISSUER), **({} if kid else {"kid": None}))
    assert client.exchange(code, client_assertion=assertion).status_code == 200


@pytest.mark.spec("OpenID Connect Core section 9")
@pytest.mark.parametrize("audience", [ISSUER, f"{ISSUER}/o/token/"])
def test_an_assertion_names_the_issuer_or_the_token_endpoint(user_agent: Client, db: None, audience: str) -> None:
    key = ClientKey("RS256")
    client = self_registered(key=key, jwks=key.jwks, **SIGNING)
    assertion = key.sign(client.party.claims(aud=audience))
    assert client.exchange(client.answer(user_agent)["code"], client_assertion=assertion).status_code == 200


@pytest.mark.spec("OpenID Connect Core section 10.1.1")
def test_a_client_that_changed_its_key_refreshes_with_the_new_one(user_agent: Client, db: None, world: Web) -> None:
    first, second = ClientKey("RS256"), ClientKey("RS256")
    world.put(JWKS, first.jwks)
    client = self_registered(key=first, jwks=None, jwks_uri=JWKS, grant_types=REFRESHING, **SIGNING)
    tokens = client.tokens(user_agent, scope="openid offline_access", prompt="consent")
    world.put(JWKS, second.jwks)
    client.party.key = second
    with time_machine.travel(timezone.now() + timedelta(seconds=60), tick=True):
        refreshed = client.party.refresh(Client(), tokens["refresh_token"])
        assert refreshed.status_code == 200
        assert userinfo(refreshed.json()["access_token"]).status_code == 200


@pytest.mark.spec("OpenID Connect Registration section 5")
def test_a_sector_identifier_counts_where_it_lists_every_address(user_agent: Client, db: None, world: Web) -> None:
    world.put(SECTOR, [CALLBACK, "https://other.example.org/callback"])
    client = self_registered(subject_type="pairwise", sector_identifier_uri=SECTOR)
    twin = self_registered(subject_type="pairwise", sector_identifier_uri=SECTOR)
    subjects = {claims_of(each.tokens(user_agent)["id_token"])["sub"] for each in (client, twin)}
    assert len(subjects) == 1
    world.put(SECTOR, ["https://other.example.org/callback"])
    bad = rejected(redirect_uris=[CALLBACK], subject_type="pairwise", sector_identifier_uri=SECTOR)
    assert bad == (400, "invalid_client_metadata")


@pytest.mark.spec("OpenID Connect Core section 6.2")
@pytest.mark.parametrize("beside", [{}, {"state": "outside", "redirect_uri": "https://evil.example.org/"}])
def test_a_request_that_rs256_signed_is_fetched_where_it_was_registered(
    user_agent: Client, db: None, world: Web, beside: dict[str, str]
) -> None:
    key = ClientKey("RS256")
    client = self_registered(jwks=key.jwks, request_uris=[OBJECT], request_object_signing_alg="RS256")
    signed = SigningParty(client.party, key).object(
        header={}, code_challenge=None, code_challenge_method=None, scope="openid"
    )
    world.put(OBJECT, signed.encode(), content_type="application/jwt")
    first = client.ask(user_agent, **beside, request_uri=OBJECT)
    answer = client.told(decided(user_agent, first))
    assert answer["state"] == "a state"
    assert client.exchange(answer["code"]).status_code == 200


@pytest.mark.spec("OpenID Connect Core section 6.2")
def test_a_request_that_nobody_signed_is_not_registered_and_refused_by_name(
    user_agent: Client, db: None, world: Web
) -> None:
    assert rejected(request_object_signing_alg="none") == (400, "invalid_client_metadata")
    client = self_registered(request_uris=[OBJECT])
    world.put(OBJECT, b"eyJhbGciOiJub25lIn0.eyJzdGF0ZSI6ICJpbnNpZGUifQ.", content_type="application/jwt")
    assert client.told(client.ask(user_agent, request_uri=OBJECT))["error"] == "invalid_request_object"


@pytest.mark.spec("OpenID Connect Core section 12")
def test_a_refresh_is_registered_with_the_grant(user_agent: Client, db: None) -> None:
    client, other = (self_registered(grant_types=REFRESHING) for _ in range(2))
    tokens = client.tokens(user_agent, scope="openid offline_access", prompt="consent")
    assert other.party.refresh(Client(), tokens["refresh_token"]).json()["error"] == "invalid_grant"
    again = client.party.refresh(Client(), tokens["refresh_token"]).json()
    before, after = claims_of(tokens["id_token"]), claims_of(again["id_token"])
    assert all(before[name] == after[name] for name in ("iss", "sub", "aud", "auth_time"))
