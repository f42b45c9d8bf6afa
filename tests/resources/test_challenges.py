"""What WWW-Authenticate says (RFC 6750 section 3)."""

from typing import Any

import pytest

from oauth_server.vocabulary import Acr, OAuthError, Scope
from resources.challenges import challenge_of
from resources.denial import Denial

PROOF = 'DPoP realm="api", algs="ES256 PS256 EdDSA"'
METADATA = 'resource_metadata="http://localhost:8000/.well-known/oauth-protected-resource/api"'


def test_a_request_without_a_credential_learns_where_to_begin_and_no_error() -> None:
    challenge = challenge_of(Denial(401, "Not provided."), scope=Scope.ACCOUNT_READ)
    assert challenge == f'Bearer realm="api", scope="account:read", {METADATA}, {PROOF}'


def test_a_bearer_that_is_no_good_is_an_invalid_token() -> None:
    denial = Denial(401, "Not good.", error=OAuthError.INVALID_TOKEN, scheme="bearer")
    challenge = challenge_of(denial, scope=None)
    assert challenge == f'Bearer realm="api", error="invalid_token", error_description="Not good.", {METADATA}, {PROOF}'


def test_a_token_that_is_no_good_is_answered_in_its_own_scheme_first() -> None:
    challenge = challenge_of(Denial(401, "", scheme="token"), scope=Scope.TODO_READ)
    assert challenge == f'Token realm="api", Bearer realm="api", scope="todo:read", {METADATA}, {PROOF}'


def test_a_missing_scope_is_named() -> None:
    denial = Denial(403, "Needs it.", error=OAuthError.INSUFFICIENT_SCOPE, scope=Scope.TODO_WRITE)
    told = 'error="insufficient_scope", error_description="Needs it.", scope="todo:write"'
    assert challenge_of(denial, scope=Scope.TODO_READ) == f'Bearer realm="api", {told}, {METADATA}'


def test_a_sign_in_that_is_too_weak_is_told_the_level_that_would_do() -> None:
    denial = Denial(
        401, "Weak.", error=OAuthError.INSUFFICIENT_USER_AUTHENTICATION, acr_values=Acr.TWO_FACTORS, max_age=900
    )
    told = 'error="insufficient_user_authentication", error_description="Weak.", acr_values="2", max_age="900"'
    assert challenge_of(denial, scope=None) == f'Bearer realm="api", {told}, {METADATA}, {PROOF}'


def test_a_sign_in_too_long_ago_is_told_the_age_that_would_do() -> None:
    denial = Denial(401, "Too old.", error=OAuthError.INSUFFICIENT_USER_AUTHENTICATION, max_age=900)
    told = 'error="insufficient_user_authentication", error_description="Too old.", max_age="900"'
    assert challenge_of(denial, scope=None) == f'Bearer realm="api", {told}, {METADATA}, {PROOF}'


def test_basic_is_offered_last_and_only_where_it_is_on(settings: Any) -> None:
    assert challenge_of(Denial(401, ""), scope=None) == f'Bearer realm="api", {METADATA}, {PROOF}'
    settings.BASIC_AUTHENTICATION = True
    told = f'Bearer realm="api", {METADATA}, {PROOF}, Basic realm="api", charset="UTF-8"'
    assert challenge_of(Denial(401, ""), scope=None) == told
    assert "Basic" not in (challenge_of(Denial(403, "", error=OAuthError.INSUFFICIENT_SCOPE), scope=None) or "")


@pytest.mark.parametrize("status", [403, 404])
def test_what_no_other_token_would_mend_has_no_challenge(status: int) -> None:
    assert challenge_of(Denial(status, "No."), scope=None) is None


def test_a_proof_that_is_no_good_is_answered_in_its_own_scheme_first() -> None:
    denial = Denial(401, "Used before.", error=OAuthError.INVALID_DPOP_PROOF, scheme="dpop")
    told = 'error="invalid_dpop_proof", error_description="Used before.", algs="ES256 PS256 EdDSA"'
    expected = f'DPoP realm="api", {told}, scope="todo:read", {METADATA}, Bearer realm="api", scope="todo:read", '
    assert challenge_of(denial, scope=Scope.TODO_READ) == expected + METADATA


def test_who_has_proved_a_key_is_answered_in_that_scheme() -> None:
    denial = Denial(403, "Needs it.", error=OAuthError.INSUFFICIENT_SCOPE, scope=Scope.TODO_WRITE)
    told = 'error="insufficient_scope", error_description="Needs it.", algs="ES256 PS256 EdDSA", scope="todo:write"'
    assert challenge_of(denial, scope=None, bound=True) == f'DPoP realm="api", {told}, {METADATA}'
