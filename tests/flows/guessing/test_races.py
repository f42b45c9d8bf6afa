"""Guesses sent at once at several doors are no more than guesses sent one by one (Keycloak CVE-2024-4629)."""

import threading
from collections import Counter

import pytest
from django.db import connection
from django.test import Client

from accounts.models import GuessCounter, User
from accounts.services.guessing import LIMIT
from tests.flows.conftest import PASSWORD
from tests.flows.guessing.doors import DOORS, WRONG

MIXED = ("page", "token", "jwt", "sliding", "login")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_fifty_at_once_ten_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    rivals(50, monkeypatch)


@pytest.mark.django_db(transaction=True)
def test_of_fifteen_at_once_ten_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    rivals(15, monkeypatch)


def rivals(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Guess from so many threads, let go together."""
    User.objects.create_user("alice", "alice@example.org", PASSWORD)
    looked_at: list[str] = []
    monkeypatch.setattr("accounts.models.User.check_password", lambda user, password: looked_at.append(password))
    statuses: list[int] = []
    ready = threading.Barrier(number)

    def guess(door: str) -> None:
        ready.wait()
        try:
            statuses.append(DOORS[door](Client(), WRONG).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=guess, args=(MIXED[index % len(MIXED)],)) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(looked_at) == LIMIT
    assert Counter(statuses)[429] == number - LIMIT
    assert GuessCounter.objects.get().count == LIMIT + 1
