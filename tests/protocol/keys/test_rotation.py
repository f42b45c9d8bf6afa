"""A key is next, active, retired, withdrawn, by its row and the clock; however many workers rotate, one key is made."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from unittest.mock import Mock

import pytest
import time_machine
from django.db import connection, connections
from django.utils import timezone

from accounts.audit.record import AuditEventName
from accounts.models import AuditEvent
from oauth_server.protocol import keys
from oauth_server.protocol.keys import rotation
from oauth_server.protocol.keys.life import KeyState
from oauth_server.protocol.keys.port import NoNewKey
from oauth_server.protocol.keys.rotation import ensure_signing_key, revoke, rotate, rotate_due, withdraw_over
from oauth_server.protocol.models import SigningKey
from oauth_server.vocabulary import SigningAlgorithm
from tests.protocol.keys.conftest import ES256, HOUR, states

pytestmark = pytest.mark.django_db
SKEW = timedelta(seconds=30)
LATER = timedelta(microseconds=1)
NEXT, ACTIVE, RETIRED, WITHDRAWN = KeyState.NEXT, KeyState.ACTIVE, KeyState.RETIRED, KeyState.WITHDRAWN


def published() -> set[str]:
    return {key["kid"] for key in keys.public_keys()}


def events(name: AuditEventName) -> list[str]:
    return [event.detail["kid"] for event in AuditEvent.objects.filter(event=name)]


def test_a_next_key_is_published_as_long_as_key_sets_are_kept_before_it_signs() -> None:
    old, made = SigningKey.objects.get(algorithm=ES256), rotate(ES256)
    assert states() == [ACTIVE, NEXT]
    assert {old.kid, made.kid} <= published()
    assert made.not_before >= timezone.now() + HOUR + SKEW
    with time_machine.travel(made.not_before - LATER, tick=False):
        assert keys.active_kid(ES256) == old.kid
    with time_machine.travel(made.not_before, tick=False):
        assert keys.active_kid(ES256) == made.kid
        assert states() == [RETIRED, ACTIVE]
    assert events(AuditEventName.SIGNING_KEY_MADE) == [made.kid]


def test_a_retired_key_is_published_until_what_it_signed_has_expired_and_a_node_behind_takes_it(settings: Any) -> None:
    old, made = SigningKey.objects.get(algorithm=ES256), rotate(ES256)
    last = made.not_before + settings.ID_TOKEN_LIFETIME + SKEW
    with time_machine.travel(last, tick=False):
        assert old.kid in published()
    with time_machine.travel(made.not_before + settings.ID_TOKEN_LIFETIME + settings.SIGNING_KEY_MARGIN, tick=False):
        assert old.kid not in published()
        assert keys.public_key(old.kid), "an expired ID token is still a hint at logout"
    assert keys.public_key(made.kid), "a node whose clock is ahead signs by it already"


def test_a_key_of_which_nothing_counts_any_more_is_withdrawn_once(settings: Any) -> None:
    old, made = SigningKey.objects.get(algorithm=ES256), rotate(ES256)
    over = made.not_before + settings.SIGNING_KEY_HINT_LIFETIME
    with time_machine.travel(over - LATER, tick=False):
        assert withdraw_over() == []
    with time_machine.travel(over, tick=False):
        assert [row.kid for row in withdraw_over()] == [old.kid]
        assert withdraw_over() == []
        assert states() == [WITHDRAWN, ACTIVE]
    assert events(AuditEventName.SIGNING_KEY_WITHDRAWN) == [old.kid]


def test_a_key_that_another_worker_withdraws_first_is_told_of_once(settings: Any, monkeypatch: Any) -> None:
    made = rotate(ES256)
    with time_machine.travel(made.not_before + settings.SIGNING_KEY_HINT_LIFETIME):
        stale = list(SigningKey.objects.filter(withdrawn_at=None))
        withdraw_over()
        manager = Mock(wraps=SigningKey.objects)
        manager.filter = lambda **by: SigningKey._default_manager.filter(**by) if "pk" in by else stale
        monkeypatch.setattr(SigningKey, "objects", manager)
        assert withdraw_over() == []
    assert len(events(AuditEventName.SIGNING_KEY_WITHDRAWN)) == 1


def test_a_key_has_one_successor_however_often_it_is_asked_for() -> None:
    assert rotate(ES256).kid == rotate(ES256).kid
    assert states() == [ACTIVE, NEXT]
    assert len(events(AuditEventName.SIGNING_KEY_MADE)) == 1


def test_at_once_the_new_key_signs_now() -> None:
    old, made = SigningKey.objects.get(algorithm=ES256), rotate(ES256, at_once=True)
    assert states() == [RETIRED, ACTIVE]
    assert keys.active_kid(ES256) == made.kid
    assert {old.kid, made.kid} <= published()


def test_at_once_brings_the_next_key_forward() -> None:
    following = rotate(ES256)
    assert rotate(ES256, at_once=True).kid == following.kid == keys.active_kid(ES256)
    assert states() == [RETIRED, ACTIVE]
    old = SigningKey.objects.get(algorithm=ES256, retired_at__isnull=False)
    assert old.retired_at == SigningKey.objects.get(kid=following.kid).not_before <= timezone.now()


def test_a_retired_key_keeps_the_moment_at_which_it_retired() -> None:
    first = SigningKey.objects.get(algorithm=ES256)
    rotate(ES256, at_once=True)
    retired = SigningKey.objects.get(pk=first.pk).retired_at
    rotate(ES256)
    rotate(ES256, at_once=True)
    assert SigningKey.objects.get(pk=first.pk).retired_at == retired
    assert states() == [RETIRED, RETIRED, ACTIVE]


def test_the_schedule_rotates_so_that_a_key_signs_no_longer_than_its_lifetime(settings: Any) -> None:
    old = SigningKey.objects.get(algorithm=ES256)
    due = old.not_before + settings.SIGNING_KEY_LIFETIME - HOUR - settings.SIGNING_KEY_MARGIN
    with time_machine.travel(due - HOUR, tick=False):
        assert rotate_due() == []
    with time_machine.travel(due + HOUR, tick=False):
        assert {row.algorithm for row in rotate_due()} == set(SigningAlgorithm)
        assert rotate_due() == []
        assert states() == [ACTIVE, NEXT]


def test_the_schedule_says_that_there_is_no_key_to_follow_and_goes_on(settings: Any, monkeypatch: Any) -> None:
    settings.SIGNING_KEY_LIFETIME = timedelta()
    monkeypatch.setattr(
        rotation, "key_port", Mock(return_value=Mock(make=Mock(side_effect=NoNewKey("none")), public_keys=list))
    )
    assert rotate_due() == []
    assert states() == [ACTIVE]


def test_revoking_the_key_that_signs_puts_another_in_its_place() -> None:
    old = SigningKey.objects.get(algorithm=ES256)
    made = revoke(old.kid)
    assert made is not None
    assert keys.active_kid(ES256) == made.kid
    assert old.kid not in published()
    assert keys.public_key(old.kid) is None
    assert states() == [WITHDRAWN, ACTIVE]
    assert events(AuditEventName.SIGNING_KEY_REVOKED) == [old.kid]
    assert events(AuditEventName.SIGNING_KEY_MADE) == [made.kid]
    assert revoke(old.kid) is None, "a second time changes nothing"
    assert len(events(AuditEventName.SIGNING_KEY_REVOKED)) == 1


def test_revoking_the_key_that_signs_brings_the_next_one_forward() -> None:
    old, following = SigningKey.objects.get(algorithm=ES256), rotate(ES256)
    made = revoke(old.kid)
    assert made is not None
    assert made.kid == following.kid == keys.active_kid(ES256)
    assert states() == [WITHDRAWN, ACTIVE]


def test_revoking_the_next_key_lets_the_one_that_signs_go_on() -> None:
    old, following = SigningKey.objects.get(algorithm=ES256), rotate(ES256)
    assert revoke(following.kid) is None
    assert SigningKey.objects.get(pk=old.pk).retired_at is None
    assert states() == [ACTIVE, WITHDRAWN]
    assert following.kid not in published()
    with time_machine.travel(following.not_before + HOUR):
        assert keys.active_kid(ES256) == old.kid
    assert rotate(ES256).kid not in {old.kid, following.kid}


def test_revoking_the_only_key_of_a_node_whose_clock_is_behind_leaves_one() -> None:
    row = SigningKey.objects.get(algorithm=ES256)
    SigningKey.objects.filter(pk=row.pk).update(not_before=timezone.now() + HOUR)
    made = revoke(row.kid)
    assert made is not None
    assert keys.active_kid(ES256) == made.kid


def test_revoking_a_retired_key_changes_nothing_else() -> None:
    old, active = SigningKey.objects.get(algorithm=ES256), rotate(ES256, at_once=True)
    following = rotate(ES256)
    assert revoke(old.kid) is None
    assert states() == [WITHDRAWN, ACTIVE, NEXT]
    assert keys.active_kid(ES256) == active.kid
    assert SigningKey.objects.get(kid=active.kid).retired_at == following.not_before


def test_where_nothing_could_follow_no_key_is_revoked(monkeypatch: Any) -> None:
    old = SigningKey.objects.get(algorithm=ES256)
    monkeypatch.setattr(
        rotation, "key_port", Mock(return_value=Mock(make=Mock(side_effect=NoNewKey("none")), public_keys=list))
    )
    with pytest.raises(NoNewKey):
        revoke(old.kid)
    assert states() == [ACTIVE]
    assert events(AuditEventName.SIGNING_KEY_REVOKED) == []


def test_the_first_keys_are_made_where_the_port_has_one(monkeypatch: Any) -> None:
    SigningKey.objects.all().delete()
    monkeypatch.setattr(
        rotation, "key_port", Mock(return_value=Mock(make=Mock(side_effect=NoNewKey("none")), public_keys=list))
    )
    ensure_signing_key()
    assert not SigningKey.objects.exists()


def test_the_first_keys_are_made_once_and_retire_nothing() -> None:
    before = list(SigningKey.objects.values_list("kid", "retired_at"))
    ensure_signing_key()
    rotate(ES256)
    ensure_signing_key()
    assert list(SigningKey.objects.exclude(algorithm=ES256).values_list("kid", "retired_at")) == [
        row for row in before if row[0] != SigningKey.objects.filter(algorithm=ES256).earliest("pk").kid
    ]
    assert states() == [ACTIVE, NEXT]


def test_of_two_first_keys_made_at_once_one_stays() -> None:
    row = SigningKey.objects.get(algorithm=ES256)
    assert rotation._insert(ES256, timezone.now()).kid == row.kid
    assert states() == [ACTIVE]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("at_once", [False, True], ids=["in time", "at once"])
def test_workers_that_rotate_at_once_make_one_key(at_once: bool, another_process: Callable[[], None]) -> None:
    workers = 8 if connection.vendor == "postgresql" else 3
    barrier = Barrier(workers)

    def work(_: int) -> str:
        try:
            barrier.wait(30)
            return rotate(ES256).kid
        finally:
            connections.close_all()

    if at_once:
        rotate(ES256, at_once=True)
    with ThreadPoolExecutor(workers) as pool:
        assert len(set(pool.map(work, range(workers)))) == 1
    assert states() == [RETIRED, ACTIVE, NEXT] if at_once else [ACTIVE, NEXT]
    assert len(events(AuditEventName.SIGNING_KEY_MADE)) == (2 if at_once else 1)
