"""The form of an API key, what of it is stored, and the services that make and end it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from zlib import crc32

import pytest
import time_machine
from django.db import connections
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import ApiKey, User
from accounts.roles import Role
from accounts.services.api_keys import (
    GRANTABLE,
    MOST,
    KeyRefused,
    create_personal_key,
    create_service_key,
    live_keys,
    revoke_keys,
    revoke_personal_key,
)
from accounts.services.roles import grant_role, remove_role
from accounts.tokens import api_key
from accounts.tokens.standing import Ownerless, look_up, read
from oauth_server.vocabulary import RefusalReason, Scope, TokenRefused
from tests.accounts.conftest import statements

SCOPES = [Scope.TODO_READ]
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def reason_of(key: str) -> RefusalReason:
    with pytest.raises(TokenRefused) as refused:
        api_key.verify(key)
    return refused.value.reason


def test_a_key_is_a_prefix_190_bits_and_a_checksum() -> None:
    keys = {api_key.generate() for _ in range(100)}
    assert len(keys) == 100
    assert len(ALPHABET) ** 32 > 2**190
    for key in keys:
        number = 0
        for letter in key[-6:]:
            number = number * len(ALPHABET) + ALPHABET.index(letter)
        assert (key[:4], len(key), number) == ("osk_", 42, crc32(key[:-6].encode()))
        assert set(key[4:]) <= set(ALPHABET)
        assert api_key.well_formed(key)


@given(position=st.integers(0, 41), letter=st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_found_without_the_database(position: int, letter: str) -> None:
    key = api_key.generate()
    changed = key[:position] + letter + key[position + 1 :]
    assert api_key.well_formed(changed) == (changed == key)


@given(st.text(max_size=60) | st.text(ALPHABET, min_size=38, max_size=38).map("osk_{}".format))
def test_no_text_that_is_no_key_is_looked_up(text: str) -> None:
    assert reason_of(text) == RefusalReason.MALFORMED  # the database is not open to this test


def test_an_unknown_key_costs_one_statement_and_a_malformed_one_none(db: None) -> None:
    with statements() as one:
        assert reason_of(api_key.generate()) == RefusalReason.UNKNOWN
    with statements() as none:
        assert reason_of(api_key.generate()[:-1] + "-") == RefusalReason.MALFORMED
    assert (len(one), len(none)) == (1, 0)


def test_the_row_holds_a_digest_and_a_hint_and_not_the_key(alice: User) -> None:
    row, key = create_personal_key(user=alice, name="A script", scopes=SCOPES)
    stored = ApiKey.objects.filter(pk=row.pk).values().get()
    assert key not in str(stored)
    assert stored["hint"] == key[:12]
    assert key[12:] not in str(stored)


@pytest.mark.parametrize("service", [False, True])
def test_each_reason_to_refuse_is_named(alice: User, service: bool) -> None:
    made = (
        create_service_key(name="A service", scopes=SCOPES, by=None)
        if service
        else create_personal_key(user=alice, name="A script", scopes=SCOPES)
    )
    row, key = made
    with statements() as first:
        facts = api_key.verify(key)
    with statements() as second:
        api_key.verify(key)
    assert (len(first), len(second)) == (2, 1)
    assert facts.user == (None if service else alice)
    assert (facts.client_id, facts.client_name, facts.scopes) == (row.hint, row.name, frozenset(["todo:read"]))
    assert (facts.expires, facts.auth_time, facts.sid) == (row.expires, None, None)
    ApiKey.objects.update(expires=timezone.now())
    assert reason_of(key) == RefusalReason.EXPIRED
    ApiKey.objects.update(expires=timezone.now() + timedelta(days=1), revoked_at=timezone.now())
    assert reason_of(key) == RefusalReason.REVOKED


def test_a_key_ends_at_the_very_moment_and_its_use_is_noted_every_five_minutes(alice: User) -> None:
    row, key = create_personal_key(user=alice, name="A script", scopes=SCOPES)
    start = timezone.now()
    for later, writes in ((0, 1), (299, 0), (300, 1)):
        with time_machine.travel(start + timedelta(seconds=later), tick=False), statements() as made:
            api_key.verify(key)
        assert len(made) == 1 + writes
    with time_machine.travel(row.expires, tick=False):
        assert reason_of(key) == RefusalReason.EXPIRED


def test_a_services_key_is_nobodys_standing(db: None) -> None:
    _, key = create_service_key(name="A service", scopes=SCOPES, by=None)
    assert isinstance(look_up(ApiKey, "digest", api_key.digest(key)), Ownerless)
    assert read(ApiKey, "digest", api_key.digest(key)) is None


def test_a_key_speaks_with_the_roles_that_its_owner_holds_now(alice: User) -> None:
    _, key = create_personal_key(user=alice, name="A script", scopes=SCOPES)
    grant_role(user=alice, role=Role.HR)
    assert api_key.verify(key).roles == {"HR"}
    remove_role(user=alice, role=Role.HR)
    assert api_key.verify(key).roles == frozenset()


def test_what_befell_the_owner_is_named_too(alice: User) -> None:
    _, key = create_personal_key(user=alice, name="A script", scopes=SCOPES)
    User.objects.update(credential_epoch=7)
    assert reason_of(key) == RefusalReason.EPOCH
    User.objects.update(is_active=False)
    assert reason_of(key) == RefusalReason.USER_DISABLED


def test_a_key_is_for_the_guarded_api_alone(alice: User) -> None:
    assert {Scope.OPENID, Scope.EMAIL, Scope.PROFILE, Scope.ROLES, Scope.OFFLINE_ACCESS}.isdisjoint(GRANTABLE)
    for scopes in ([], ["openid"], ["todo:read", "email"], ["nonsense"]):
        with pytest.raises(KeyRefused):
            create_personal_key(user=alice, name="A script", scopes=scopes)
        with pytest.raises(KeyRefused):
            create_service_key(name="A service", scopes=scopes, by=None)


def test_a_key_ends_in_the_future_and_within_a_year(alice: User) -> None:
    for days in (-1, 0, 366, 10_000):
        with pytest.raises(KeyRefused):
            create_service_key(name="A", scopes=SCOPES, by=None, expires=timezone.now() + timedelta(days=days))
    create_service_key(name="A", scopes=SCOPES, by=None, expires=timezone.now() + timedelta(days=365))
    assert ApiKey.objects.count() == 1


def test_a_person_ends_their_own_keys_alone(alice: User, bob: User) -> None:
    row, key = create_personal_key(user=alice, name="A script", scopes=SCOPES)
    service, _ = create_service_key(name="A service", scopes=SCOPES, by=None)
    assert not revoke_personal_key(user=bob, key_id=row.pk)
    assert not revoke_personal_key(user=alice, key_id=service.pk)
    api_key.verify(key)
    assert revoke_personal_key(user=alice, key_id=row.pk)
    assert not revoke_personal_key(user=alice, key_id=row.pk)
    assert revoke_keys(keys=ApiKey.objects.all(), by=None) == 1


@pytest.mark.django_db(transaction=True)
def test_keys_made_at_once_are_no_more_than_one_may_hold() -> None:
    user = User.objects.create_user("alice")
    for number in range(MOST - 3):
        create_personal_key(user=user, name=str(number), scopes=SCOPES)

    def make(_: int) -> bool:
        try:
            create_personal_key(user=user, name="At once", scopes=SCOPES)
        except KeyRefused:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(8) as pool:
        made: list[Any] = list(pool.map(make, range(8)))
    assert (made.count(True), live_keys(user).count()) == (3, MOST)
