"""Guesses are counted in rows, before they are tried."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from accounts.models import GuessCounter
from accounts.services.guessing import LIMIT, WINDOW, TooManyGuesses, refund, spend
from tests.accounts.conftest import statements

pytestmark = pytest.mark.django_db


def spend_all(key: str = "alice") -> None:
    for _ in range(LIMIT):
        spend("password", key)


def test_the_eleventh_guess_in_fifteen_minutes_is_refused() -> None:
    spend_all()
    with pytest.raises(TooManyGuesses) as refused:
        spend("password", "alice")
    assert 0 < refused.value.retry_after <= WINDOW.total_seconds()


def test_counts_of_other_keys_and_kinds_stand_apart() -> None:
    spend_all()
    spend("password", "bob")
    spend("client_secret", "alice")


def test_a_window_that_has_passed_is_forgotten() -> None:
    spend_all()
    with time_machine.travel(timezone.now() + WINDOW + timedelta(seconds=1)):
        spend("password", "alice")
        assert GuessCounter.objects.get().count == 1


def test_a_refused_guess_does_not_lengthen_the_wait() -> None:
    spend_all()
    with time_machine.travel(timezone.now() + timedelta(minutes=14)), pytest.raises(TooManyGuesses) as refused:
        spend("password", "alice")
    assert refused.value.retry_after <= 60


def test_a_right_guess_is_given_back() -> None:
    for _ in range(LIMIT * 2):
        spend("password", "alice")
        refund("password", "alice")
    assert GuessCounter.objects.get().count == 0


def test_nothing_is_given_back_twice() -> None:
    spend("password", "alice")
    refund("password", "alice")
    refund("password", "alice")
    assert GuessCounter.objects.get().count == 0


def test_the_first_refusal_of_a_window_says_so_and_costs_no_guess() -> None:
    spend_all()
    told = []
    for _ in range(3):
        with pytest.raises(TooManyGuesses) as refused:
            spend("password", "alice")
        told.append(refused.value.first)
    assert told == [True, False, False]
    refund("password", "alice")
    spend("password", "alice")
    with pytest.raises(TooManyGuesses):
        spend("password", "alice")


def test_the_row_does_not_name_what_is_guessed_at() -> None:
    spend("password", "alice")
    assert "alice" not in GuessCounter.objects.get().key


def test_spending_is_one_statement() -> None:
    with statements() as made:
        spend("password", "alice")
    assert len(made) == 1


@pytest.mark.django_db(transaction=True)
def test_parallel_guesses_are_not_one_more() -> None:
    outcomes: list[bool] = []

    def guess() -> None:
        try:
            spend("password", "alice")
            outcomes.append(True)
        except TooManyGuesses:
            outcomes.append(False)
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _ in range(LIMIT * 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [False] * LIMIT * 2 + [True] * LIMIT
