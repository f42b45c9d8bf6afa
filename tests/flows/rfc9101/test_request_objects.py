"""Signed request objects by value (RFC 9101): what counts, and what is refused by name."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from oauth_server.protocol.models import Application, AuthorizationRequest, Grant
from tests.client_keys import ClientKey
from tests.flows.oauth import CALLBACK, ISSUER, RelyingParty, allow, answer_of, claims_of, post_form
from tests.flows.rfc9101.signing import SigningParty

ERROR = "invalid_request_object"
UNSIGNED = "eyJhbGciOiJub25lIn0.eyJyZXNwb25zZV90eXBlIjoiY29kZSJ9."


@pytest.mark.spec("RFC 9101 section 5.1")
def test_a_signed_request_is_answered(user_agent: Client, signing: SigningParty) -> None:
    answer = allow(user_agent, user_agent.get("/o/authorize/", signing.query()))
    assert (answer["state"], answer["iss"]) == ("a state", ISSUER)
    tokens = signing.party.exchange(user_agent, answer["code"]).json()
    assert claims_of(tokens["id_token"])["nonce"] == "a nonce"


@pytest.mark.spec("RFC 9101 section 6.3")
def test_nothing_outside_of_the_object_counts(user_agent: Client, signing: SigningParty) -> None:
    outside = {
        "redirect_uri": "https://evil.example.org/",
        "scope": "openid admin:read",
        "state": "other",
        "response_mode": "form_post",
        "response_type": "token",
        "nonce": "other",
        "prompt": "none",
    }
    answer = allow(user_agent, user_agent.get("/o/authorize/", {**outside, **signing.query()}))
    assert answer["state"] == "a state"
    assert signing.party.exchange(user_agent, answer["code"]).json()["scope"] == "openid account:read"


@pytest.mark.spec("RFC 9101 section 6.3")
def test_what_only_stands_outside_is_missing(user_agent: Client, signing: SigningParty) -> None:
    query = signing.query(response_type=None, state=None) | {"response_type": "code", "state": "outside"}
    answer = answer_of(user_agent.get("/o/authorize/", query))
    assert answer == {**answer, "error": "invalid_request"}
    assert "state" not in answer


@pytest.mark.spec("RFC 9101 section 6.2")
@pytest.mark.parametrize(
    ("changes", "header"),
    [
        ({"iss": "somebody"}, None),
        ({"aud": "https://elsewhere.example.org"}, None),
        ({"aud": [f"{ISSUER}/"]}, None),
        ({"aud": {ISSUER: True}}, None),
        ({"client_id": "somebody"}, None),
        ({"exp": int(time.time()) - 1}, None),
        ({"exp": "never"}, None),
        ({"exp": True}, None),
        ({"nbf": int(time.time()) + 3600}, None),
        ({"iat": int(time.time()) + 3600}, None),
        ({"request": UNSIGNED}, None),
        ({"request_uri": "https://app.example.org/request.jwt"}, None),
        ({"scope": ["openid"]}, None),
        ({"state": {"a": 1}}, None),
        ({"max_age": 1.5}, None),
        ({"state": None, "prompt": False}, None),
        ({}, {"typ": "at+jwt"}),
        ({}, {"typ": "client-authentication+jwt"}),
        ({}, {"alg": "none"}),
        ({}, {"alg": "HS256"}),
        ({}, {"alg": "RS256"}),
        ({}, {"kid": "unknown"}),
        ({}, {"crit": ["x"], "x": 1}),
    ],
)
def test_an_object_that_does_not_hold_is_refused_by_name(
    user_agent: Client, signing: SigningParty, changes: dict[str, Any], header: dict[str, Any] | None
) -> None:
    query = {**signing.party.request(), **signing.query(header=header, **changes)}
    answer = answer_of(user_agent.get("/o/authorize/", query))
    assert (answer["error"], answer["state"], answer["iss"]) == (ERROR, "a state", ISSUER)
    pushed = signing.party.post(Client(), "/o/par/", **signing.query(header=header, **changes))
    assert (pushed.status_code, pushed.json()["error"]) == (400, ERROR)
    assert not AuthorizationRequest.objects.exists()


@pytest.mark.spec("RFC 9101 section 6.2")
@pytest.mark.parametrize(
    "token",
    [UNSIGNED, ".", "..", "a.b", "a.b.c", "a.b.c.d.e", "eyJ.e30.e30", "ü", "x" * 9000],
    ids=lambda token: token[:9],
)
def test_what_is_no_signed_object_is_refused(user_agent: Client, signing: SigningParty, token: str) -> None:
    answer = answer_of(user_agent.get("/o/authorize/", {**signing.party.request(), "request": token}))
    assert answer["error"] == ERROR


@pytest.mark.spec("RFC 9101 section 6.2")
def test_the_key_of_another_client_signs_nothing_here(
    user_agent: Client, signing: SigningParty, register_signing: Callable[..., SigningParty]
) -> None:
    other = register_signing()
    forged = other.key.sign(signing.claims(), kid=signing.key.kid)
    answer = answer_of(user_agent.get("/o/authorize/", {**signing.party.request(), "request": forged}))
    assert answer["error"] == ERROR


@pytest.mark.spec("RFC 9101 section 6.2")
def test_a_client_without_keys_signs_nothing(user_agent: Client, web: RelyingParty) -> None:
    unknown = SigningParty(web, ClientKey())
    answer = answer_of(user_agent.get("/o/authorize/", {**web.request(), **unknown.query()}))
    assert answer["error"] == ERROR


@pytest.mark.spec("RFC 9101 section 6.1")
def test_without_a_registered_address_outside_the_fault_is_a_page(user_agent: Client, signing: SigningParty) -> None:
    for outside in ({}, {"redirect_uri": "https://evil.example.org/"}):
        query = {"client_id": signing.party.client_id, "scope": "openid", "request": UNSIGNED, **outside}
        response = user_agent.get("/o/authorize/", query)
        assert (response.status_code, "Location" in response) == (400, False)
        assert ERROR in response.content.decode()


@pytest.mark.spec("RFC 9101 section 4")
@pytest.mark.parametrize("header", [{"typ": "oauth-authz-req+jwt"}, {"typ": "JWT"}, {"typ": None}])
@pytest.mark.parametrize("audience", [ISSUER, [ISSUER], ["https://elsewhere.example.org", ISSUER]])
def test_these_types_and_audiences_are_taken(
    user_agent: Client, signing: SigningParty, header: dict[str, Any], audience: str | list[str]
) -> None:
    response = user_agent.get("/o/authorize/", signing.query(header=header, aud=audience))
    assert response["Location"].startswith("/consent/")


@pytest.mark.spec("RFC 9101 section 4")
def test_members_that_are_no_text_become_parameters(user_agent: Client, signing: SigningParty) -> None:
    claims = {"max_age": 10000, "claims": {"id_token": {"acr": None}}, "resource": [f"{ISSUER}/api"], "x": {"y": [1]}}
    assert user_agent.get("/o/authorize/", signing.query(**claims))["Location"].startswith("/consent/")
    kept = dict(AuthorizationRequest.objects.get().parameters)
    assert (kept["max_age"], kept["claims"]) == (["10000"], ['{"id_token":{"acr":null}}'])
    assert "x" not in kept
    assert "iss" not in kept


@pytest.mark.spec("RFC 9101 section 10.5")
class TestRegistered:
    """What a client registered about its request objects holds."""

    def test_the_algorithm(self, user_agent: Client, register_signing: Callable[..., SigningParty]) -> None:
        signing = register_signing(request_object_signing_alg="PS256")
        answer = answer_of(user_agent.get("/o/authorize/", {**signing.party.request(), **signing.query()}))
        assert answer["error"] == ERROR
        Application.objects.update(request_object_signing_alg="ES256")
        assert user_agent.get("/o/authorize/", signing.query())["Location"].startswith("/consent/")

    def test_that_it_signs(self, user_agent: Client, register_signing: Callable[..., SigningParty]) -> None:
        signing = register_signing(require_signed_request_object=True)
        answer = answer_of(user_agent.get("/o/authorize/", signing.party.request()))
        assert (answer["error"], "sign" in answer["error_description"]) == ("invalid_request", True)
        pushed = signing.party.push(Client())
        assert (pushed.status_code, pushed.json()["error"]) == (400, "invalid_request")
        assert "code" in allow(user_agent, user_agent.get("/o/authorize/", signing.query()))

    def test_that_it_pushes(self, user_agent: Client, register_signing: Callable[..., SigningParty]) -> None:
        signing = register_signing(require_pushed_authorization_requests=True)
        assert answer_of(user_agent.get("/o/authorize/", signing.query()))["error"] == "invalid_request"
        pushed = signing.party.post(Client(), "/o/par/", **signing.query())
        assert pushed.status_code == 201
        address = signing.party.address_of(pushed.json()["request_uri"])
        assert "code" in allow(user_agent, user_agent.get(address))


@pytest.mark.spec("RFC 9126 section 3")
def test_a_pushed_object_counts_alone(user_agent: Client, signing: SigningParty) -> None:
    beside = {"state": "other", "redirect_uri": "https://evil.example.org/", "scope": "openid admin:read"}
    pushed = signing.party.post(Client(), "/o/par/", **beside, **signing.query())
    answer = allow(user_agent, user_agent.get(signing.party.address_of(pushed.json()["request_uri"])))
    assert answer["state"] == "a state"
    assert set(dict(AuthorizationRequest.objects.values_list("digest", "parameters"))) == set()


@pytest.mark.spec("OpenID Connect Core section 6.1")
def test_an_object_that_is_too_long_for_an_address_comes_by_post(user_agent: Client, signing: SigningParty) -> None:
    stranger, long = Client(enforce_csrf_checks=True), signing.query(filler="x" * 6000)
    posted = post_form(stranger, "/o/authorize/", long)
    assert posted.status_code == 303
    assert posted["Location"].startswith("/o/authorize/?client_id=")
    assert len(posted["Location"]) < 500
    assert not stranger.cookies
    answer = allow(user_agent, user_agent.get(posted["Location"]))
    assert (answer["state"], "code" in answer) == ("a state", True)


@pytest.mark.spec("RFC 9101 section 6.2")
def test_an_object_that_does_not_hold_is_refused_by_post_too(signing: SigningParty, db: None) -> None:
    long = {**signing.party.request(), **signing.query(aud="https://elsewhere.example.org", filler="x" * 6000)}
    posted = post_form(Client(), "/o/authorize/", long)
    assert posted["Location"].startswith(f"{CALLBACK}?error={ERROR}")
    assert not AuthorizationRequest.objects.exists()


@pytest.mark.spec("RFC 9101 section 10.8")
def test_an_object_that_comes_again_begins_anew_and_grants_nothing(user_agent: Client, signing: SigningParty) -> None:
    query = signing.query(prompt="consent")
    assert "code" in allow(user_agent, user_agent.get("/o/authorize/", query))
    assert user_agent.get("/o/authorize/", query)["Location"].startswith("/consent/")
    assert Grant.objects.count() == 1
