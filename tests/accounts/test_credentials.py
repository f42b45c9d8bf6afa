"""The one switch: what dies with a change of credentials, and what stays."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.sessions.models import Session as Row
from django.db import models
from django.dispatch import Signal

from accounts.models import Session, User
from accounts.services import credentials
from accounts.services.sign_in import open_session
from accounts.services.sign_out import end_session
from accounts.sessions import SessionStore, row_key
from accounts.signals import credentials_revoked, session_ended


@contextmanager
def heard(signal: Signal) -> Iterator[list[dict[str, Any]]]:
    """Collect what a signal says within the block."""
    said: list[dict[str, Any]] = []

    def listen(**kwargs: Any) -> None:
        said.append(kwargs)

    signal.connect(listen)
    try:
        yield said
    finally:
        signal.disconnect(listen)


def epoch(user: User) -> int:
    return User.objects.get(pk=user.pk).credential_epoch


def standing() -> "models.QuerySet[Session]":
    return Session.objects.filter(ended_at=None)


def test_disabling_ends_every_sign_in_and_raises_the_epoch(alice: User, bob: User) -> None:
    for user in (alice, alice, bob):
        open_session(user=user, amr=["pwd"])
    with heard(credentials_revoked) as revoked, heard(session_ended) as ended:
        credentials.disable_user(user=alice, by=bob)
    assert [session.user_id for session in standing()] == [bob.pk]
    assert epoch(alice) == 1
    assert epoch(bob) == 0
    assert [said["session"].user_id for said in ended] == [alice.pk, alice.pk]
    assert [(said["user"].pk, said["session"], said["reason"]) for said in revoked] == [
        (alice.pk, None, "user_disabled")
    ]


def test_enabling_brings_nothing_back(alice: User) -> None:
    open_session(user=alice, amr=["pwd"])
    credentials.disable_user(user=alice, by=None)
    credentials.enable_user(user=alice, by=None)
    assert User.objects.get(pk=alice.pk).is_active
    assert not standing().exists()
    assert epoch(alice) == 1


def test_a_new_password_ends_every_sign_in_but_the_callers(alice: User) -> None:
    own, other = open_session(user=alice, amr=["pwd"]), open_session(user=alice, amr=["pwd"])
    with heard(credentials_revoked) as revoked:
        credentials.set_password(user=alice, password="another long password", keep_session_id=own.pk)
    kept = standing().get()
    assert kept.pk == own.pk
    assert kept.credential_epoch == epoch(alice) > 0
    assert Session.objects.get(pk=other.pk).ended_at is not None
    assert [(said["session"], said["reason"]) for said in revoked] == [(own.pk, "password_changed")]
    assert User.objects.get(pk=alice.pk).check_password("another long password")


def test_connected_applications_stay_where_the_person_keeps_them(alice: User) -> None:
    own, _ = open_session(user=alice, amr=["pwd"]), open_session(user=alice, amr=["pwd"])
    credentials.set_password(user=alice, password="another long password", keep_session_id=own.pk, keep_connected=True)
    assert standing().get().pk == own.pk
    assert Session.objects.get(pk=own.pk).credential_epoch == epoch(alice) == 1
    assert User.objects.get(pk=alice.pk).check_password("another long password")


def test_nobody_keeps_the_sign_in_of_another(alice: User, bob: User) -> None:
    of_bob = open_session(user=bob, amr=["pwd"])
    credentials.set_password(user=alice, password="another long password", keep_session_id=of_bob.pk)
    assert Session.objects.get(pk=of_bob.pk).credential_epoch == 0


def test_a_password_that_nobody_announced_raises_the_epoch_all_the_same(alice: User) -> None:
    alice.set_password("another long password")
    alice.save()
    assert epoch(alice) == 1
    alice.set_password("yet another password")
    alice.save(update_fields=["password"])
    assert epoch(alice) == 2


def test_a_hash_renewed_at_sign_in_changes_nothing(alice: User, settings: Any) -> None:
    settings.ARGON2_TIME_COST = 2
    before = alice.password
    assert alice.check_password("correct horse battery staple")
    assert User.objects.get(pk=alice.pk).password != before
    assert epoch(alice) == 0


def test_a_new_account_begins_at_the_first_epoch(alice: User) -> None:
    assert epoch(alice) == 0


def test_ending_a_sign_in_ends_its_browser_session(alice: User) -> None:
    store = SessionStore()
    store.create()
    session = open_session(user=alice, amr=["pwd"], session_key=row_key(str(store.session_key)))
    with heard(session_ended) as ended:
        assert end_session(session_id=session.pk, reason="test")
        assert not end_session(session_id=session.pk, reason="test")
    assert not Row.objects.exists()
    assert [said["session"].pk for said in ended] == [session.pk]


def test_a_receiver_that_fails_keeps_the_sign_in(alice: User) -> None:
    session = open_session(user=alice, amr=["pwd"])

    def fail(**kwargs: Any) -> None:
        raise RuntimeError

    session_ended.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            end_session(session_id=session.pk, reason="test")
    finally:
        session_ended.disconnect(fail)
    assert Session.objects.get().ended_at is None


def test_a_receiver_that_fails_keeps_the_account(alice: User) -> None:
    def fail(**kwargs: Any) -> None:
        raise RuntimeError

    credentials_revoked.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            credentials.disable_user(user=alice, by=None)
    finally:
        credentials_revoked.disconnect(fail)
    assert User.objects.get(pk=alice.pk).is_active
    assert epoch(alice) == 0
