"""A first-party pair: rotation, one use a refresh token, and what ends the pair (RFC 9700 section 4.14.2)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Session, User
from accounts.services import credentials
from accounts.services.sign_out import end_session
from accounts.tokens import jwt, jwt_claims
from accounts.tokens.jwt import Pair
from oauth_server.vocabulary import TokenRefused
from tests.accounts.conftest import claims_of, statements
from tests.statements import audited


def test_rotation_gives_a_new_pair_under_the_same_sign_in(pair: Pair) -> None:
    renewed = jwt.rotate(pair.refresh)
    assert claims_of(renewed.refresh)["jti"] != claims_of(pair.refresh)["jti"]
    assert claims_of(renewed.access)["sid"] == claims_of(pair.access)["sid"]
    jwt.verify_access(renewed.access)
    assert Session.objects.count() == 1


def test_rotation_is_one_read_and_one_write(pair: Pair) -> None:
    with statements() as made:
        jwt.rotate(pair.refresh)
    assert [statement.split()[0].lower() for statement in audited(made, 1)] == ["select", "update"]


def test_a_spent_refresh_token_is_refused_and_its_successor_stays_good(pair: Pair) -> None:
    renewed = jwt.rotate(pair.refresh)
    for _ in range(2):
        with pytest.raises(TokenRefused, match="revoked"):
            jwt.rotate(pair.refresh)
    with pytest.raises(TokenRefused, match="revoked"):
        jwt.verify_refresh(pair.refresh)
    jwt.verify_refresh(renewed.refresh)
    jwt.rotate(renewed.refresh)


def disable(user: User) -> None:
    credentials.disable_user(user=user, by=None)


def change_password(user: User) -> None:
    credentials.set_password(user=user, password="another long password")


def change_password_and_keep_connected(user: User) -> None:
    credentials.set_password(user=user, password="another long password", keep_connected=True)


def disable_and_enable(user: User) -> None:
    credentials.disable_user(user=user, by=None)
    credentials.enable_user(user=user, by=None)


@pytest.mark.parametrize(
    "event",
    [
        disable,
        disable_and_enable,
        change_password,
        change_password_and_keep_connected,
        lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
        lambda user: User.objects.filter(pk=user.pk).update(credential_epoch=9),
        lambda user: end_session(session_id=Session.objects.get().pk, reason="test"),
        lambda user: user.delete(),
    ],
)
def test_what_ends_a_sign_in_ends_its_tokens_at_once(event: Callable[[User], None], alice: User, pair: Pair) -> None:
    event(alice)
    for use, token in (
        (jwt.verify_access, pair.access),
        (jwt.rotate, pair.refresh),
        (jwt.verify_refresh, pair.refresh),
    ):
        with pytest.raises(TokenRefused):
            use(token)


def test_a_person_of_the_same_name_does_not_inherit_a_token(alice: User, pair: Pair) -> None:
    alice.delete()
    User.objects.create_user("alice", "alice@example.org")
    with pytest.raises(TokenRefused, match="unknown"):
        jwt.verify_access(pair.access)


def test_a_refresh_that_loses_to_the_end_of_the_session_changes_nothing(pair: Pair, monkeypatch: Any) -> None:
    standing = jwt_claims.standing_of

    def ends_in_between(claims: dict[str, Any]) -> Any:
        found = standing(claims)
        Session.objects.update(ended_at=timezone.now())
        return found

    monkeypatch.setattr(jwt, "standing_of", ends_in_between)
    before = Session.objects.get().refresh_jti
    with pytest.raises(TokenRefused):
        jwt.rotate(pair.refresh)
    assert Session.objects.get().refresh_jti == before
