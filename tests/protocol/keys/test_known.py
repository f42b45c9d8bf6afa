"""What a process knows of the keys: no statement while it is fresh, read again after seconds and for an unknown kid."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import OperationalError

from oauth_server.protocol import keys
from oauth_server.protocol.keys import known
from oauth_server.protocol.keys.rotation import ensure_signing_key, rotate
from oauth_server.protocol.models import SigningKey
from oauth_server.vocabulary import SigningAlgorithm
from tests.protocol.keys.conftest import ES256

pytestmark = pytest.mark.django_db
STATEMENTS = 2
"""Of one reading: the lives, and the sealed private halves."""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Any:
    """A clock that stands still until it is moved; what is known was read at its beginning, to be read every 30 s."""
    settings.SIGNING_KEYS_REREAD = timedelta(seconds=30)
    moment = Mock(return_value=1000.0)
    monkeypatch.setattr(known, "monotonic", moment)
    known.forget()
    keys.public_keys()
    return moment


@pytest.mark.django_db(transaction=True)
def test_a_key_that_is_made_anew_takes_the_place_of_the_one_that_was_opened() -> None:
    assert keys.active_kid(ES256)
    SigningKey.objects.filter(algorithm=ES256).delete()
    rotate(ES256)
    call_command("flush", interactive=False, verbosity=0)
    for algorithm in SigningAlgorithm:
        assert keys.active_kid(algorithm) == SigningKey.objects.get(algorithm=algorithm).kid


def test_signing_and_publishing_cost_no_statement(clock: Any, django_assert_num_queries: Any) -> None:
    clock.return_value += 29
    with django_assert_num_queries(0):
        kid = keys.active_kid(ES256)
        assert keys.sign(kid, b"input")
        assert keys.public_key(kid)
        assert len(keys.public_keys()) == len(SigningAlgorithm)


def test_the_rows_are_read_again_after_half_a_minute(clock: Any, django_assert_num_queries: Any) -> None:
    clock.return_value += 30
    with django_assert_num_queries(STATEMENTS):
        keys.public_keys()
        keys.public_keys()


def test_an_unknown_kid_is_looked_for_once_a_second_however_many_ask(
    clock: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert keys.public_key("made up") is None
    clock.return_value += 1
    with django_assert_num_queries(STATEMENTS):
        for number in range(100):
            assert keys.public_key(f"made up {number}") is None


def test_a_key_of_another_process_is_found_by_its_kid(clock: Any) -> None:
    before = known._known
    made = rotate(ES256, at_once=True)
    known._known = before
    assert keys.active_kid(ES256) != made.kid
    clock.return_value += 1
    found = keys.public_key(made.kid)
    assert found is not None
    assert found.algorithm == ES256
    assert keys.active_kid(ES256) == made.kid


@pytest.mark.parametrize("fault", [OperationalError("away"), ImproperlyConfigured("unreadable")])
def test_what_cannot_be_read_again_leaves_the_keys_that_are_known(
    clock: Any, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    before = keys.public_keys()
    reading = Mock(side_effect=fault)
    monkeypatch.setattr(known, "_read", reading)
    clock.return_value += 31
    assert keys.public_keys() == before == keys.public_keys()
    assert reading.call_count == 1
    known.forget()
    with pytest.raises(type(fault)):
        keys.public_keys()


def test_while_one_thread_reads_the_others_go_on_with_what_they_have(clock: Any, monkeypatch: Any) -> None:
    before = keys.public_keys()
    monkeypatch.setattr(known, "_read", Mock(side_effect=AssertionError))
    clock.return_value += 31
    seen: list[Any] = []
    with known._reading:
        thread = threading.Thread(target=lambda: seen.append(keys.public_keys()))
        thread.start()
        thread.join(10)
    assert seen == [before]


def test_a_row_that_nobody_sealed_is_no_key(another_process: Callable[[], None]) -> None:
    row = SigningKey.objects.get(algorithm=ES256)
    forged = {**row.public_jwk, "kid": "forged", "x": "AAAA"}
    SigningKey.objects.filter(pk=row.pk).update(retired_at=row.not_before + timedelta(days=30))
    SigningKey.objects.create(
        kid="forged", algorithm=ES256, sealed_private_key=b"", public_jwk=forged, not_before=row.not_before
    )
    SigningKey.objects.filter(pk=row.pk).update(public_jwk=forged)
    another_process()
    assert keys.public_key("forged") is None
    assert "AAAA" not in {key.get("x") for key in keys.public_keys()}


def test_without_a_key_it_says_how_to_make_one(another_process: Callable[[], None]) -> None:
    SigningKey.objects.filter(algorithm=ES256).delete()
    another_process()
    with pytest.raises(ImproperlyConfigured, match="no signing key for ES256"):
        keys.active_kid(ES256)
    ensure_signing_key()
    assert keys.active_kid(ES256)


def test_a_node_whose_clock_is_far_behind_signs_by_the_only_key(another_process: Callable[[], None]) -> None:
    row = SigningKey.objects.get(algorithm=ES256)
    SigningKey.objects.filter(pk=row.pk).update(not_before=row.not_before + timedelta(days=1))
    another_process()
    assert keys.active_kid(ES256) == row.kid


@pytest.mark.parametrize("chosen", ["", "nowhere", "file", "file:", "database:x", "pkcs11", "pkcs11:token=x"])
def test_a_place_for_keys_that_is_none_is_refused(settings: Any, chosen: str, another_process: Any) -> None:
    settings.SIGNING_KEYS = chosen
    another_process()
    with pytest.raises(ImproperlyConfigured, match="SIGNING_KEYS"):
        keys.public_keys()


def test_a_place_whose_library_is_not_installed_says_so(
    settings: Any, monkeypatch: pytest.MonkeyPatch, another_process: Any
) -> None:
    monkeypatch.setattr("oauth_server.protocol.keys.port.import_string", Mock(side_effect=ImportError("pkcs11")))
    settings.SIGNING_KEYS = "pkcs11:token=x?module-path=/nowhere"
    another_process()
    with pytest.raises(ImproperlyConfigured, match="not installed"):
        keys.public_keys()
