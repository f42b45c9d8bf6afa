"""A client that signs: what an assertion must say, and that it counts once (RFC 7523 section 3, FAPI 2.0)."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from oauth_server.vocabulary import SigningAlgorithm
from tests.client_keys import ClientKey
from tests.flows.oauth import ISSUER, JWT_BEARER, RelyingParty, basic, post_form
from tests.statements import audited

pytestmark = [pytest.mark.django_db, pytest.mark.spec("RFC 7523 section 3")]
TOKEN, REVOKE, INTROSPECT = "/o/token/", "/o/revoke_token/", "/o/introspect/"
CODE = {"grant_type": "authorization_code", "code": "unknown", "token": "unknown"}
KEYS = {str(algorithm): ClientKey(algorithm) for algorithm in SigningAlgorithm}
KEY = KEYS["ES256"]


@pytest.fixture
def signer(register: Callable[..., RelyingParty]) -> RelyingParty:
    """A confidential client that proves itself with its key."""
    return register(key=KEY)


@pytest.fixture
def fapi(signer: RelyingParty) -> RelyingParty:
    """The same under the FAPI 2.0 preset."""
    type(signer.application).objects.filter(pk=signer.application.pk).update(preset="fapi2")
    return signer


def ask(
    party: RelyingParty, *, path: str = TOKEN, key: ClientKey | None = None, form: Any = None, **claims: Any
) -> Any:
    """Send an assertion with these changes of its claims, signed with another key where one is given."""
    assertion = (key or party.key or KEY).sign(party.claims(**claims))
    proof = {"client_assertion_type": JWT_BEARER, "client_assertion": assertion}
    return post_form(Client(), path, {**CODE, **proof, **(form or {})})


def taken(response: Any) -> bool:
    """Return whether the client was taken for who it is: the request failed for its code alone, or not at all."""
    error = response.json().get("error")
    assert (response.status_code, error) in {(400, "invalid_grant"), (401, "invalid_client"), (200, None)}, (
        response.content
    )
    assert response["Cache-Control"] == "no-store"
    assert "WWW-Authenticate" not in response
    return bool(error != "invalid_client")


@pytest.mark.spec("OpenID Connect Core section 9")
def test_a_client_that_signs_gets_tokens_and_refreshes_them(user_agent: Client, signer: RelyingParty) -> None:
    tokens = signer.tokens(user_agent, scope="openid account:read offline_access")
    assert signer.refresh(user_agent, tokens["refresh_token"]).status_code == 200


@pytest.mark.parametrize("path", [TOKEN, REVOKE])
def test_every_endpoint_of_clients_takes_an_assertion(signer: RelyingParty, path: str) -> None:
    assert taken(ask(signer, path=path))
    assert not taken(ask(signer, path=path, iss="another"))


def test_a_resource_server_introspects_with_an_assertion(register: Callable[..., RelyingParty]) -> None:
    server = register(key=KEY, introspects=f"{ISSUER}/api")
    assert ask(server, path=INTROSPECT).json() == {"active": False}
    assert not taken(ask(server, path=INTROSPECT, aud="https://other.example.org"))


@pytest.mark.parametrize("algorithm", [str(known) for known in SigningAlgorithm])
def test_each_algorithm_is_taken(register: Callable[..., RelyingParty], algorithm: str) -> None:
    assert taken(ask(register(key=KEYS[algorithm])))


@pytest.mark.spec("RFC 7591 section 2")
def test_the_registered_algorithm_is_the_only_one(register: Callable[..., RelyingParty]) -> None:
    jwks = {"keys": [key.jwk for key in KEYS.values()]}
    party = register(key=KEY, jwks=jwks, token_endpoint_auth_signing_alg="PS256")
    assert taken(ask(party, key=KEYS["PS256"]))
    assert not any(taken(ask(party, key=KEYS[other])) for other in ("ES256", "RS256", "EdDSA"))


@pytest.mark.spec("FAPI 2.0 Security Profile section 5.4")
def test_under_fapi_only_the_strong_algorithms_are_taken(fapi: RelyingParty) -> None:
    fapi.application.jwks = {"keys": [key.jwk for key in KEYS.values()]}
    type(fapi.application).objects.filter(pk=fapi.application.pk).update(jwks=fapi.application.jwks)
    assert all(taken(ask(fapi, key=KEYS[strong])) for strong in ("PS256", "ES256", "EdDSA"))
    assert not taken(ask(fapi, key=KEYS["RS256"]))


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": None}, {"sub": None}, {"iss": "another"}, {"iss": ISSUER}, {"sub": 7}, {"sub": ""}, {"sub": ["a"]},
        {"sub": "a" * 300},
        {"aud": None}, {"aud": ""}, {"aud": "https://other.example.org"}, {"aud": f"{ISSUER}/"},
        {"aud": f"{ISSUER}.evil.example"},
        {"aud": f"{ISSUER}/o/token"}, {"aud": f"{ISSUER}/o/par/"}, {"aud": f"{ISSUER}/api"}, {"aud": ISSUER.upper()},
        {"aud": 7},
        {"aud": {}}, {"jti": None}, {"jti": ""}, {"jti": 7}, {"jti": "a" * 256}, {"exp": None}, {"exp": "soon"},
        {"exp": True},
        {"exp": 0}, {"exp": -1}, {"exp": 2**62}, {"exp": [1]}, {"iat": "now"}, {"iat": 2**62}, {"iat": True},
        {"nbf": {}}, {"nbf": -1},
    ],
    ids=lambda changes: ",".join(f"{name}={str(value)[:30]}" for name, value in changes.items()),
)  # fmt: skip
def test_an_assertion_that_says_something_else_is_refused(signer: RelyingParty, changes: dict[str, Any]) -> None:
    assert not taken(ask(signer, **changes))


@pytest.mark.spec("FAPI 2.0 Security Profile section 5.3.2")
@pytest.mark.parametrize(
    "audience", [[ISSUER], [ISSUER, "https://other.example.org"], [f"{ISSUER}/o/token/"], []], ids=str
)
def test_the_audience_is_one_string(signer: RelyingParty, audience: list[str]) -> None:
    assert not taken(ask(signer, aud=audience))


@pytest.mark.spec("FAPI 2.0 Security Profile section 5.3.2")
def test_only_a_client_off_the_fapi_preset_may_name_the_token_endpoint(signer: RelyingParty) -> None:
    assert taken(ask(signer, aud=f"{ISSUER}/o/token/"))
    assert taken(ask(signer, path=REVOKE, aud=f"{ISSUER}/o/token/"))
    assert not taken(ask(signer, path=REVOKE, aud=f"{ISSUER}/o/revoke_token/"))
    type(signer.application).objects.filter(pk=signer.application.pk).update(preset="fapi2")
    assert not taken(ask(signer, aud=f"{ISSUER}/o/token/"))
    assert taken(ask(signer))


def test_an_assertion_ends_with_its_exp_and_lives_an_hour_at_most(signer: RelyingParty) -> None:
    now = int(time.time())
    assert not taken(ask(signer, exp=now - 1))
    assert not taken(ask(signer, exp=now + 3700))
    assert taken(ask(signer, exp=now + 3600))
    assert taken(ask(signer, exp=now + 60.5)), "a NumericDate may have a fraction (RFC 7519 section 2)"


@pytest.mark.spec("FAPI 2.0 Security Profile section 5.3.2")
@pytest.mark.parametrize("claim", ["iat", "nbf"])
def test_a_clock_may_be_10_seconds_ahead_and_not_60(signer: RelyingParty, claim: str) -> None:
    now = int(time.time())
    early: Any = {claim: now + 10}
    assert taken(ask(signer, **early))
    assert not taken(ask(signer, **early | {claim: now + 61}))
    assert taken(ask(signer, **early | {claim: None}))


def test_an_assertion_counts_once(signer: RelyingParty) -> None:
    claims = signer.claims()
    assert taken(ask(signer, **claims))
    assert not taken(ask(signer, **claims))
    assert not taken(ask(signer, path=REVOKE, **claims)), "at another endpoint neither"
    assert not taken(ask(signer, **claims | {"exp": claims["exp"] + 1})), "nor signed again"
    assert taken(ask(signer))


def test_an_assertion_is_spent_though_the_request_was_refused_after_it(signer: RelyingParty) -> None:
    claims = signer.claims()
    assert ask(signer, form={"grant_type": "unknown"}, **claims).json()["error"] == "unsupported_grant_type"
    assert not taken(ask(signer, **claims))


def test_two_clients_may_choose_the_same_jti(signer: RelyingParty, register: Callable[..., RelyingParty]) -> None:
    assert taken(ask(signer, jti="one"))
    assert taken(ask(register(key=KEY), jti="one"))


def test_a_refused_assertion_spends_nothing(signer: RelyingParty) -> None:
    assert not taken(ask(signer, key=ClientKey(kid=KEY.kid), jti="mine"))
    assert not taken(ask(signer, jti="mine", aud="https://other.example.org"))
    assert taken(ask(signer, jti="mine"))


def test_the_assertion_of_another_client_proves_nothing(
    signer: RelyingParty, register: Callable[..., RelyingParty]
) -> None:
    other = register(key=ClientKey())
    assert not taken(ask(signer, key=other.key))
    assert not taken(ask(signer, iss=other.client_id))
    assert not taken(ask(signer, sub=other.client_id))


def test_no_key_comes_from_the_header_of_the_assertion(signer: RelyingParty) -> None:
    attacker = ClientKey(kid=KEY.kid)
    for header in (
        {"jwk": attacker.jwk},
        {"jku": "https://attacker.example/keys"},
        {"x5u": "https://attacker.example/c"},
    ):
        proof = {"client_assertion_type": JWT_BEARER, "client_assertion": attacker.sign(signer.claims(), **header)}
        assert not taken(post_form(Client(), TOKEN, {**CODE, **proof}))


@pytest.mark.parametrize("typ", [None, "JWT", "jwt", "client-authentication+jwt"])
def test_an_assertion_may_say_that_it_is_one(signer: RelyingParty, typ: str | None) -> None:
    proof = {"client_assertion_type": JWT_BEARER, "client_assertion": KEY.sign(signer.claims(), typ=typ)}
    assert taken(post_form(Client(), TOKEN, {**CODE, **proof}))


@pytest.mark.parametrize("typ", ["dpop+jwt", "at+jwt", "oauth-authz-req+jwt", "logout+jwt"])
def test_what_was_signed_for_something_else_is_no_assertion(signer: RelyingParty, typ: str) -> None:
    proof = {"client_assertion_type": JWT_BEARER, "client_assertion": KEY.sign(signer.claims(), typ=typ)}
    assert not taken(post_form(Client(), TOKEN, {**CODE, **proof}))


@pytest.mark.parametrize(
    "assertion",
    [
        "a", "a.b", "a.b.c", "....", "!", "a" * 20_000,
        "e30.e30.AA", KEY.sign({}), KEY.sign({"sub": "nobody"}), "\u00e9.a.b",
    ],
    ids=range(10),
)  # fmt: skip
def test_what_is_no_assertion_is_invalid_client(signer: RelyingParty, assertion: str) -> None:
    form = {**CODE, "client_assertion_type": JWT_BEARER, "client_assertion": assertion}
    assert not taken(post_form(Client(), TOKEN, form))


def test_a_disabled_client_is_not_taken(signer: RelyingParty) -> None:
    type(signer.application).objects.filter(pk=signer.application.pk).update(enabled=False)
    assert not taken(ask(signer))


def test_nobody_learns_from_an_assertion_which_clients_there_are(signer: RelyingParty) -> None:
    known = ask(signer, key=ClientKey(kid=KEY.kid))
    unknown = ask(signer, iss="nobody", sub="nobody")
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)


def test_wrong_assertions_are_counted_and_a_right_one_is_never_locked_out(signer: RelyingParty) -> None:
    stranger = ClientKey(kid=KEY.kid)
    assert {ask(signer, key=stranger).status_code for _ in range(10)} == {401}
    assert ask(signer, key=stranger).status_code == 429
    assert taken(ask(signer))


def test_replays_are_refused_as_replays_however_many_come(signer: RelyingParty) -> None:
    claims = signer.claims()
    assert taken(ask(signer, **claims))
    assert {ask(signer, **claims).status_code for _ in range(15)} == {401}


def test_the_client_costs_one_statement_and_its_assertion_one_write(
    signer: RelyingParty, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(4) as captured:
        ask(signer, form={"grant_type": "unknown"})
    texts = [query["sql"].lower() for query in captured.captured_queries]
    client, assertion, counted = audited(texts, 1)
    assert (client.split()[0], assertion.split()[0]) == ("select", "insert")
    assert "guess" in counted, "what is kept of the refusal is counted"


def test_a_client_that_signs_has_no_secret_and_the_reverse(signer: RelyingParty, web: RelyingParty) -> None:
    assert not taken(post_form(Client(), TOKEN, {**CODE, "client_id": signer.client_id, "client_secret": "guess"}))
    by_header = post_form(Client(), TOKEN, CODE, headers={"authorization": basic(signer.client_id, "")})
    assert by_header.status_code == 401
    assert not taken(post_form(Client(), TOKEN, {**CODE, "client_id": signer.client_id}))
    web.key = KEY
    type(web.application).objects.filter(pk=web.application.pk).update(jwks=KEY.jwks)
    assert not taken(ask(web)), "a key that is registered for request objects does not authenticate"


@pytest.mark.spec("RFC 8414 section 2")
@pytest.mark.parametrize("endpoint", ["token", "revocation", "introspection"])
def test_the_metadata_lists_the_method_and_what_it_signs_with(client: Client, endpoint: str) -> None:
    document = client.get("/.well-known/oauth-authorization-server").json()
    assert "private_key_jwt" in document[f"{endpoint}_endpoint_auth_methods_supported"]
    assert document[f"{endpoint}_endpoint_auth_signing_alg_values_supported"] == list(KEYS)
    assert ("none" in document[f"{endpoint}_endpoint_auth_methods_supported"]) == (endpoint != "introspection")
