"""Several at once: of those who present one refresh token one wins, and a name is had once."""

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import RequestFactory

from accounts.models import DrfToken, Session, User
from accounts.services.token_pairs import open_pair
from accounts.tokens import drf_token, jwt
from oauth_server.vocabulary import TokenRefused
from tests.accounts.conftest import PASSWORD

PARALLEL = 100
ROUNDS = 20


def at_once(work: Callable[[], str], times: int) -> Counter[str]:
    """Run `work` in that many threads, all let go together; count the outcomes."""
    outcomes: list[str] = []
    ready = threading.Barrier(times)

    def run() -> None:
        ready.wait()
        try:
            outcomes.append(work())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(outcomes)


def refresh(token: str) -> Callable[[], str]:
    def work() -> str:
        try:
            return jwt.rotate(token).refresh
        except TokenRefused as refused:
            return refused.reason

    return work


def rounds(number: int, parallel: int) -> None:
    user = User.objects.create_user("alice", password=PASSWORD)
    token = open_pair(user=user, request=RequestFactory().post("/"), amr=["pwd"]).refresh
    for _ in range(number):
        outcomes = at_once(refresh(token), parallel)
        assert outcomes.pop("revoked") == parallel - 1
        (token,) = outcomes
    assert Session.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_parallel_refreshes_exactly_one_wins() -> None:
    rounds(number=1, parallel=8)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_a_hundred_parallel_refreshes_exactly_one_wins_in_every_round() -> None:
    rounds(number=ROUNDS, parallel=PARALLEL)


@pytest.mark.django_db(transaction=True)
def test_parallel_requests_are_given_one_drf_token() -> None:
    user = User.objects.create_user("alice", password=PASSWORD)
    outcomes = at_once(lambda: drf_token.issue(user), 8)
    assert list(outcomes.values()) == [8]
    assert DrfToken.objects.count() == 1
