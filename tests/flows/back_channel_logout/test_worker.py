"""The worker's threads: told within a second, once however many look, whatever one of them or a client does."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from oauth_server.console import couriers
from oauth_server.console.couriers import Couriers
from oauth_server.protocol.models import LogoutDelivery
from oauth_server.protocol.services import logout_delivery
from tests.flows.back_channel_logout.receiver import Receiver
from tests.flows.conftest import sign_in
from tests.flows.oauth import RelyingParty

pytestmark = [
    pytest.mark.spec("OpenID Connect Back-Channel Logout 1.0 section 2.5"),
    pytest.mark.django_db(transaction=True),
]
INTERVAL: Final = 0.05
LONGEST: Final = 30.0
"""Seconds that no good test reaches."""


@contextmanager
def working(number: int = 1) -> Iterator[None]:
    with ExitStack() as stack:
        for _ in range(number):
            stack.enter_context(Couriers(INTERVAL))
        yield


def until(holds: Callable[[], bool]) -> None:
    last = time.monotonic() + LONGEST
    while not holds():
        assert time.monotonic() < last
        time.sleep(INTERVAL)


def delivered() -> int:
    return LogoutDelivery.objects.exclude(delivered_at=None).count()


def sign_in_and_out(rp: RelyingParty, times: int = 1) -> None:
    for _ in range(times):
        browser = sign_in(Client(), "alice")
        rp.tokens(browser)
        browser.post("/accounts/logout/")


def test_a_client_is_told_while_the_worker_runs(alice: User, rp: RelyingParty, receiver: Receiver) -> None:
    with working():
        sign_in_and_out(rp)
        until(lambda: delivered() == 1)
    assert len(receiver.forms) == 1


def test_each_is_told_once_however_many_workers_look(alice: User, rp: RelyingParty, receiver: Receiver) -> None:
    number = 25
    sign_in_and_out(rp)
    row = LogoutDelivery.objects.get()
    LogoutDelivery.objects.bulk_create(
        LogoutDelivery(application=row.application, subject=str(n), next_attempt=row.next_attempt, expires=row.expires)
        for n in range(number - 1)
    )
    with working(4):
        until(lambda: delivered() == number)
    assert len(receiver.forms) == number


def test_a_slow_client_holds_up_nobody_else(
    alice: User, rp: RelyingParty, register: Callable[..., RelyingParty], receiver: Receiver
) -> None:
    slow = Receiver()
    slow.seconds = 3
    other = register(name="Slow", backchannel_logout_uri=slow.url)
    browser = sign_in(Client(), "alice")
    for party in (other, rp):
        party.tokens(browser)
    browser.post("/accounts/logout/")
    with working():
        until(lambda: delivered() == 1)
        assert LogoutDelivery.objects.get(delivered_at=None).application == other.application
        until(lambda: delivered() == 2)
    slow.close()


def test_what_waits_survives_a_restart(alice: User, rp: RelyingParty, receiver: Receiver) -> None:
    receiver.status = 503
    sign_in_and_out(rp)
    with working():
        until(lambda: LogoutDelivery.objects.filter(attempts=1, leased_until=None).exists())
    receiver.status = 200
    LogoutDelivery.objects.update(next_attempt=timezone.now())
    with working():
        until(lambda: delivered() == 1)
    assert LogoutDelivery.objects.get().attempts == len(receiver.forms) == 2


def test_a_courier_that_falls_is_followed_by_another(
    alice: User, rp: RelyingParty, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver, falls = logout_delivery.deliver, [True] * 9

    def falling(leased: list[LogoutDelivery]) -> None:
        if falls and falls.pop():
            LogoutDelivery.objects.update(leased_until=None)
            raise RuntimeError
        deliver(leased)

    monkeypatch.setattr(couriers, "deliver", falling)
    sign_in_and_out(rp)
    with working():
        until(lambda: delivered() == 1)
    assert not falls
