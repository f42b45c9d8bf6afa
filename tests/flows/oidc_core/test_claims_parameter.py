"""The claims parameter (OpenID Connect Core section 5.5): what is taken, kept and agreed to."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from oauth_server.protocol.models import Grant
from tests.flows.oauth import RelyingParty, allow, answer_of

pytestmark = pytest.mark.spec("OpenID Connect Core section 5.5")


@pytest.mark.parametrize(
    "claims",
    [
        "",
        "x",
        "[]",
        "null",
        '"text"',
        "1",
        '{"userinfo": []}',
        '{"userinfo": "name"}',
        '{"userinfo": {"name": "yes"}}',
        '{"userinfo": {"name": []}}',
        '{"userinfo": {"name": {"essential": "yes"}}}',
        '{"userinfo": {"name": {"values": "x"}}}',
        '{"userinfo": {"name": {"values": [{}]}}}',
        '{"userinfo": {"name": {"value": {}}}}',
        '{"userinfo": {"name": {"value": NaN}}}',
        '{"userinfo": {}, "userinfo": {"name": null}}',
        '{"userinfo": {"\\u0000": null}}',
        '{"userinfo": {"\\ud800": null}}',
        '{"id_token": {"sub": {"value": 1}}}',
        '{"id_token": {"sub": {"values": ["a", "b"]}}}',
        '{"userinfo": {"name": {"value": ' + "9" * 5000 + "}}}",
        json.dumps({"userinfo": {f"claim{number}": None for number in range(51)}}),
        "[" * 4000,
        '{"a":' * 1300,
    ],
    ids=lambda text: text[:40],
)
def test_what_is_no_object_of_claims_is_refused(user_agent: Client, web: RelyingParty, claims: str) -> None:
    answer = answer_of(user_agent.get("/o/authorize/", web.request(claims=claims)))
    assert (answer["error"], answer["state"]) == ("invalid_request", "a state")


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"userinfo": None},
        {"userinfo": {"name": None, "https://example.org/claim": {"essential": True}}},
        {"id_token": {"auth_time": {"essential": True}}, "unknown": ["member"]},
        {"userinfo": {"name": {"value": "x", "purpose": {"any": "thing"}}}},
    ],
)
def test_what_is_not_known_is_ignored(user_agent: Client, web: RelyingParty, claims: dict[str, object]) -> None:
    request = web.request(claims=json.dumps(claims), scope="openid account:read profile")
    assert "code" in allow(user_agent, user_agent.get("/o/authorize/", request))


def test_what_is_asked_is_kept_with_the_grant(user_agent: Client, web: RelyingParty) -> None:
    claims = {"userinfo": {"name": {"essential": True}}, "id_token": {"email": None, "acr": {"values": ["1", "2"]}}}
    allow(user_agent, user_agent.get("/o/authorize/", web.request(claims=json.dumps(claims))))
    assert json.loads(Grant.objects.get().claims) == claims


def test_the_person_is_asked_for_the_scopes_of_claims(user_agent: Client, web: RelyingParty) -> None:
    web.tokens(user_agent)
    request = web.request(claims=json.dumps({"userinfo": {"email": None}}))
    assert answer_of(user_agent.get("/o/authorize/", {**request, "prompt": "none"}))["error"] == "consent_required"
    page = user_agent.get(user_agent.get("/o/authorize/", request)["Location"])
    assert "See your e-mail address" in page.content.decode()


def test_a_claim_that_the_person_withholds_is_not_asked_any_more(user_agent: Client, web: RelyingParty) -> None:
    request = web.request(claims=json.dumps({"userinfo": {"email": None, "name": None}}))
    answer = allow(user_agent, user_agent.get("/o/authorize/", request), scopes=["account:read", "profile"])
    assert json.loads(Grant.objects.get().claims) == {"userinfo": {"name": None}}
    assert web.exchange(user_agent, answer["code"]).json()["scope"] == "openid account:read"


def test_a_claim_of_a_scope_that_the_client_may_not_get_is_not_given(
    user_agent: Client, register: Callable[..., RelyingParty]
) -> None:
    web = register(scopes="openid account:read")
    request = web.request(claims=json.dumps({"userinfo": {"email": {"essential": True}}}))
    allow(user_agent, user_agent.get("/o/authorize/", request))
    assert json.loads(Grant.objects.get().claims) == {"userinfo": {}}


def test_the_metadata_says_so(db: None) -> None:
    assert Client().get("/.well-known/openid-configuration").json()["claims_parameter_supported"] is True
