"""What WWW-Authenticate says (RFC 6750 section 3)."""

from typing import Any

import pytest

from oauth_server.vocabulary import OAuthError, Scope
from resources.challenges import challenge_of
from resources.denial import Denial

METADATA = 'resource_metadata="http://localhost:8000/.well-known/oauth-protected-resource/api"'


def test_a_request_without_a_credential_learns_where_to_begin_and_no_error() -> None:
    challenge = challenge_of(Denial(401, "Not provided."), scope=Scope.ACCOUNT_READ)
    assert challenge == f'Bearer realm="api", scope="account:read", {METADATA}'


def test_a_bearer_that_is_no_good_is_an_invalid_token() -> None:
    denial = Denial(401, "Not good.", error=OAuthError.INVALID_TOKEN, scheme="bearer")
    challenge = challenge_of(denial, scope=None)
    assert challenge == f'Bearer realm="api", error="invalid_token", error_description="Not good.", {METADATA}'


def test_a_token_that_is_no_good_is_answered_in_its_own_scheme_first() -> None:
    challenge = challenge_of(Denial(401, "", scheme="token"), scope=Scope.TODO_READ)
    assert challenge == f'Token realm="api", Bearer realm="api", scope="todo:read", {METADATA}'


def test_a_missing_scope_is_named() -> None:
    denial = Denial(403, "Needs it.", error=OAuthError.INSUFFICIENT_SCOPE, scope=Scope.TODO_WRITE)
    told = 'error="insufficient_scope", error_description="Needs it.", scope="todo:write"'
    assert challenge_of(denial, scope=Scope.TODO_READ) == f'Bearer realm="api", {told}, {METADATA}'


def test_a_sign_in_too_long_ago_is_told_the_age_that_would_do() -> None:
    denial = Denial(401, "Too old.", error=OAuthError.INSUFFICIENT_USER_AUTHENTICATION, max_age=900)
    told = 'error="insufficient_user_authentication", error_description="Too old.", max_age="900"'
    assert challenge_of(denial, scope=None) == f'Bearer realm="api", {told}, {METADATA}'


def test_basic_is_offered_last_and_only_where_it_is_on(settings: Any) -> None:
    assert challenge_of(Denial(401, ""), scope=None) == f'Bearer realm="api", {METADATA}'
    settings.BASIC_AUTHENTICATION = True
    told = f'Bearer realm="api", {METADATA}, Basic realm="api", charset="UTF-8"'
    assert challenge_of(Denial(401, ""), scope=None) == told
    assert "Basic" not in (challenge_of(Denial(403, "", error=OAuthError.INSUFFICIENT_SCOPE), scope=None) or "")


@pytest.mark.parametrize("status", [403, 404])
def test_what_no_other_token_would_mend_has_no_challenge(status: int) -> None:
    assert challenge_of(Denial(status, "No."), scope=None) is None
