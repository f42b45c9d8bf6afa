"""What WWW-Authenticate says (RFC 6750 section 3)."""

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
    assert (challenge_of(Denial(401, "", scheme="token"), scope=None) or "").startswith('Token realm="api", Bearer')


def test_a_missing_scope_is_named() -> None:
    denial = Denial(403, "Needs it.", error=OAuthError.INSUFFICIENT_SCOPE, scope=Scope.TODO_WRITE)
    challenge = challenge_of(denial, scope=Scope.TODO_READ) or ""
    assert 'error="insufficient_scope"' in challenge
    assert 'scope="todo:write"' in challenge
    assert METADATA in challenge


@pytest.mark.parametrize("status", [403, 404])
def test_what_no_other_token_would_mend_has_no_challenge(status: int) -> None:
    assert challenge_of(Denial(status, "No."), scope=None) is None
