"""A name that a proxy vouches for: what is no name of ours is not looked up."""

import pytest

from accounts.models import User
from accounts.tokens import remote_user
from oauth_server.vocabulary import RefusalReason, TokenRefused
from tests.accounts.conftest import statements


@pytest.mark.parametrize("value", ["", " ", "a,b", "a b", "a@b", "al\x00ice", "alice\n", "\xff", "\u20ac", "a" * 151])
def test_what_is_no_name_costs_no_statement(db: None, value: str) -> None:
    with statements() as asked, pytest.raises(TokenRefused) as refused:
        remote_user.verify(value)
    assert (refused.value.reason, asked) == (RefusalReason.MALFORMED, [])


def test_a_name_costs_one_and_says_nothing_of_when_or_how(alice: User) -> None:
    with statements() as asked:
        facts = remote_user.verify("Alice")
    assert (facts.user, facts.auth_time, facts.amr, facts.sid, facts.scopes) == (alice, None, (), None, None)
    assert len(asked) == 1
    with pytest.raises(TokenRefused) as refused:
        remote_user.verify("nobody")
    assert refused.value.reason == RefusalReason.UNKNOWN
