"""Authorization code with PKCE, from the relying party's side (RFC 6749 section 4.1, RFC 7636, OpenID Connect Core)."""

import time
from urllib.parse import urlsplit

import pytest
from authlib.integrations.base_client import OAuthError
from joserfc.errors import BadSignatureError

from tests.live.person import Person, parameters_of
from tests.live.relying_party import RelyingParty
from tests.live.server import LiveServer

SECOND_OF_ROUNDING = 1


@pytest.mark.spec("RFC 6749 section 2.3.1")
def test_a_confidential_client_gets_tokens_with_its_secret(web: RelyingParty, person: Person) -> None:
    tokens = web.tokens(person)
    assert tokens["token_type"] == "Bearer"
    assert set(tokens["scope"].split()) == {"openid", "account:read"}
    assert 0 < tokens["expires_in"] <= 300  # contract: a signed access token lives five minutes at most
    assert web.api("/api/whoami/", tokens).status_code == 200


@pytest.mark.spec("RFC 8252 section 7.3")
def test_a_public_client_gets_tokens_on_any_loopback_port(live: LiveServer, person: Person) -> None:
    for port in (49152, 65001):
        native = RelyingParty(live, "Native application", redirect_uri=f"http://127.0.0.1:{port}/callback")
        sign_in = native.request("openid account:read")
        answer = person.authorize(sign_in.url)
        assert urlsplit(answer).port == port
        assert native.exchange(answer, sign_in)["access_token"]


@pytest.mark.spec("RFC 7636 section 4.6")
def test_a_stolen_code_is_worth_nothing_without_its_verifier(native: RelyingParty, person: Person) -> None:
    sign_in = native.request("openid")
    answer = person.authorize(sign_in.url)
    sign_in.verifier = "of-another-request-0123456789-0123456789-0123456789"
    with pytest.raises(OAuthError, match="invalid_grant"):
        native.exchange(answer, sign_in)


@pytest.mark.spec("OpenID Connect Core section 3.1.3.7")
def test_the_id_token_verifies_by_the_published_keys(web: RelyingParty, person: Person) -> None:
    before = int(time.time())
    sign_in = web.request("openid account:read")
    tokens = web.exchange(person.authorize(sign_in.url), sign_in)
    claims = web.id_token(tokens, sign_in.nonce)
    assert claims["iss"] == web.server.issuer
    assert claims["aud"] == web.client_id
    assert claims["nonce"] == sign_in.nonce
    assert before - SECOND_OF_ROUNDING <= claims["auth_time"] <= claims["iat"]
    assert claims["at_hash"]
    assert claims["exp"] - claims["iat"] <= 600  # contract: an ID token lives ten minutes


@pytest.mark.spec("OpenID Connect Core section 3.1.3.7")
def test_an_id_token_that_was_changed_does_not_verify(web: RelyingParty, person: Person) -> None:
    tokens = web.tokens(person)
    header, payload, signature = tokens["id_token"].split(".")
    other = web.tokens(person)["id_token"].split(".")[1]
    assert other != payload
    with pytest.raises(BadSignatureError):
        web.id_token({**tokens, "id_token": f"{header}.{other}.{signature}"})


@pytest.mark.spec("OpenID Connect Core section 2")
def test_a_persons_subject_is_the_same_at_every_sign_in(web: RelyingParty, person: Person) -> None:
    first, second = (web.id_token(web.tokens(person))["sub"] for _ in range(2))
    assert first == second
    assert first != person.username


@pytest.mark.spec("RFC 6749 section 4.1.2.1")
def test_a_person_who_says_no_sends_access_denied(web: RelyingParty, person: Person) -> None:
    sign_in = web.request("openid account:read")
    told = parameters_of(person.authorize(sign_in.url, decision="deny"))
    assert told["error"] == "access_denied"
    assert (told["state"], told["iss"]) == (sign_in.state, web.server.issuer)


@pytest.mark.spec("RFC 6749 section 4.1.2")
def test_a_code_is_refused_on_second_use_and_takes_its_tokens_along(web: RelyingParty, person: Person) -> None:
    sign_in = web.request("openid account:read")
    answer = person.authorize(sign_in.url)
    tokens = web.exchange(answer, sign_in)
    with pytest.raises(OAuthError, match="invalid_grant"):
        web.exchange(answer, sign_in)
    assert web.api("/api/whoami/", tokens).status_code == 401


@pytest.mark.spec("OpenID Connect Core section 3.1.2.4")
def test_a_remembered_consent_is_silent_for_a_client_with_a_secret(web: RelyingParty, person: Person) -> None:
    web.tokens(person)
    answer = person.walk(web.request("openid account:read").url)
    assert answer.is_redirect
    assert parameters_of(answer.headers["Location"])["code"]
