"""Sliding tokens: one read to verify, one write to exchange, and no other token in their place (RFC 8725)."""

from typing import Any

import jwt as pyjwt
import pytest
import time_machine
from django.test import RequestFactory

from accounts.models import Session, User
from accounts.services.sign_out import end_session
from accounts.services.token_pairs import open_sliding, renew_pair, renew_sliding
from accounts.tokens import jwt, jwt_sliding
from accounts.tokens.jwt import Pair
from oauth_server.vocabulary import TokenRefused
from tests.accounts.conftest import claims_of, statements
from tests.statements import audited


@pytest.fixture
def sliding(alice: User) -> str:
    """Alice's first sliding token."""
    return open_sliding(user=alice, request=RequestFactory().post("/"), amr=["pwd"])


def forged(token: str, settings: Any, **changes: Any) -> str:
    """Return the token with other claims under the right key: what only this server could make."""
    claims = {name: value for name, value in (claims_of(token) | changes).items() if value is not None}
    return pyjwt.encode(claims, settings.FIRST_PARTY_KEYS[0], algorithm="HS256")


def test_verifying_costs_one_statement(alice: User, sliding: str) -> None:
    with statements() as made:
        facts = jwt.verify_access(sliding)
    assert len(made) == 1
    assert (facts.user.pk, facts.session_id) == (alice.pk, Session.objects.get().pk)
    assert facts.expires is not None
    assert facts.expires.timestamp() == claims_of(sliding)["exp"]


def test_every_kind_is_verified_in_one_statement(sliding: str, pair: Pair) -> None:
    for token in (sliding, pair.access, pair.refresh):
        with statements() as made:
            jwt.verify_any(token)
        assert len(made) == 1


def test_an_exchange_is_one_read_and_one_write(sliding: str) -> None:
    with statements() as made:
        jwt_sliding.refresh(sliding)
    assert [statement.split()[0].lower() for statement in audited(made, 1)] == ["select", "update"]


def test_a_spent_one_opens_nothing(sliding: str) -> None:
    successor = jwt_sliding.refresh(sliding)
    for use in (jwt.verify_access, jwt.verify_any, jwt_sliding.refresh):
        with pytest.raises(TokenRefused, match="revoked"):
            use(sliding)
    jwt.verify_access(successor)


def test_the_window_ends_though_the_token_lives(sliding: str, settings: Any) -> None:
    token = forged(sliding, settings, refresh_exp=claims_of(sliding)["iat"] + 60)
    with time_machine.travel(claims_of(sliding)["iat"] + 60, tick=False):
        jwt.verify_access(token)
        with pytest.raises(TokenRefused, match="expired"):
            jwt_sliding.refresh(token)


def test_an_exchange_does_not_move_the_window(sliding: str) -> None:
    with time_machine.travel(claims_of(sliding)["iat"] + 60, tick=False):
        successor = jwt_sliding.refresh(sliding)
    assert claims_of(successor)["refresh_exp"] == claims_of(sliding)["refresh_exp"]
    assert claims_of(successor)["exp"] == claims_of(sliding)["exp"] + 60


@pytest.mark.parametrize("window", [None, "9999999999", [], {}])
def test_without_a_window_it_is_not_exchanged(sliding: str, settings: Any, window: object) -> None:
    with pytest.raises(TokenRefused, match="malformed"):
        jwt_sliding.refresh(forged(sliding, settings, refresh_exp=window))
    jwt_sliding.refresh(sliding)


def test_the_access_token_of_a_pair_under_another_name_is_no_sliding_token(pair: Pair, settings: Any) -> None:
    with pytest.raises(TokenRefused, match="revoked"):
        jwt.verify_access(forged(pair.access, settings, token_type="sliding"))


def test_a_token_of_one_kind_is_not_exchanged_as_another(sliding: str, pair: Pair) -> None:
    for token in (pair.access, pair.refresh):
        with pytest.raises(TokenRefused, match="wrong_kind"):
            jwt_sliding.refresh(token)
    for use in (jwt.rotate, jwt.verify_refresh):
        with pytest.raises(TokenRefused, match="wrong_kind"):
            use(sliding)


def test_a_sign_in_that_has_ended_gets_no_other_token(alice: User, sliding: str) -> None:
    session_id = Session.objects.get().pk
    end_session(session_id=session_id, reason="test")
    for renew in (renew_pair, renew_sliding):
        with pytest.raises(TokenRefused, match="session_ended"):
            renew(user=alice, session_id=session_id)


def test_the_sign_in_of_another_gives_nobody_a_token(alice: User, bob: User, sliding: str) -> None:
    with pytest.raises(TokenRefused):
        renew_pair(user=bob, session_id=Session.objects.get().pk)
