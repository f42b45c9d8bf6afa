"""Several at once: of those who present one refresh token one wins, and a name is had once."""

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory

from accounts.models import DrfToken, Session, User
from accounts.services.token_pairs import open_pair, open_sliding
from accounts.tokens import drf_token, jwt, jwt_sliding
from oauth_server.vocabulary import TokenRefused
from tests.accounts.conftest import PASSWORD, post

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


def slide(token: str) -> Callable[[], str]:
    def work() -> str:
        try:
            return jwt_sliding.refresh(token)
        except TokenRefused as refused:
            return refused.reason

    return work


def sliding_rounds(number: int, parallel: int) -> None:
    user = User.objects.create_user("alice", password=PASSWORD)
    token = open_sliding(user=user, request=RequestFactory().post("/"), amr=["pwd"])
    for _ in range(number):
        outcomes = at_once(slide(token), parallel)
        assert outcomes.pop("revoked") == parallel - 1
        (token,) = outcomes
    assert Session.objects.count() == 1


def refresh_by_cookie(cookies: dict[str, str]) -> Callable[[], str]:
    def work() -> str:
        client = Client(enforce_csrf_checks=True)
        client.cookies.load(cookies)
        headers = {"x-csrftoken": cookies["csrftoken"]}
        answer = client.generic("POST", "/api/jwt/token/refresh/", headers=headers)
        return str(answer.cookies["refresh"].value) if answer.status_code == 200 else str(answer.status_code)

    return work


def cookie_rounds(number: int, parallel: int) -> None:
    User.objects.create_user("alice", password=PASSWORD)
    client = Client()
    post(client, "/api/login/", {"username": "alice", "password": PASSWORD})
    cookies = {name: client.cookies[name].value for name in ("csrftoken", "refresh")}
    for _ in range(number):
        cache.clear()  # each round is a minute of its own to the limit by address
        outcomes = at_once(refresh_by_cookie(cookies), parallel)
        assert outcomes.pop("401") == parallel - 1
        ((cookies["refresh"], times),) = outcomes.items()
        assert times == 1


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
def test_of_parallel_exchanges_of_a_sliding_token_exactly_one_wins() -> None:
    sliding_rounds(number=1, parallel=8)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_a_hundred_parallel_exchanges_of_a_sliding_token_exactly_one_wins_in_every_round() -> None:
    sliding_rounds(number=ROUNDS, parallel=PARALLEL)


@pytest.mark.django_db(transaction=True)
def test_of_parallel_refreshes_by_cookie_exactly_one_wins() -> None:
    cookie_rounds(number=1, parallel=8)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_a_hundred_parallel_refreshes_by_cookie_exactly_one_wins_in_every_round() -> None:
    cookie_rounds(number=3, parallel=PARALLEL)


def change(access: str, number: Iterator[int]) -> Callable[[], str]:
    def work() -> str:
        body = {"old_password": PASSWORD, "new_password": f"another long password {next(number)}"}
        answer = post(Client(), "/api/password/change/", body, authorization=f"Bearer {access}")
        return str(answer.status_code)

    return work


@pytest.mark.django_db(transaction=True)
def test_of_parallel_changes_of_a_password_from_one_old_one_exactly_one_is_made(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"change_password": None}
    user = User.objects.create_user("alice", password=PASSWORD)
    pair = open_pair(user=user, request=RequestFactory().post("/"), amr=["pwd"])
    assert at_once(change(pair.access, count()), 4)["200"] == 1


@pytest.mark.django_db(transaction=True)
def test_of_parallel_uses_of_a_reset_link_exactly_one_sets_the_password() -> None:
    user = User.objects.create_user("alice", "alice@example.org", PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    post(Client(), "/api/password/reset/", {"email": user.email})
    found = re.search(r"/password/reset/key/([0-9a-z]+)-(\S+)/", str(mail.outbox[-1].body))
    assert found is not None
    body = {"uid": found[1], "token": found[2], "new_password": "another long password"}
    outcomes = at_once(lambda: str(post(Client(), "/api/password/reset/confirm/", body).status_code), 8)
    assert outcomes == {"200": 1, "401": 7}


@pytest.mark.django_db(transaction=True)
def test_parallel_requests_are_given_one_drf_token() -> None:
    user = User.objects.create_user("alice", password=PASSWORD)
    outcomes = at_once(lambda: drf_token.issue(user), 8)
    assert list(outcomes.values()) == [8]
    assert DrfToken.objects.count() == 1
