"""A logout token on its way: kept with the end of the sign-in, tried again, given up after a day (section 2.5)."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, Final

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, User
from oauth_server.protocol.fetching import post_form
from oauth_server.protocol.models import LogoutDelivery
from oauth_server.protocol.services import logout_delivery
from tests.flows.back_channel_logout.receiver import Receiver
from tests.flows.conftest import sign_in
from tests.flows.oauth import RelyingParty, claims_of

pytestmark = pytest.mark.spec("OpenID Connect Back-Channel Logout 1.0 section 2.5")
OVER: Final = timedelta(hours=25)


@pytest.fixture
def signed_out(user_agent: Client, rp: RelyingParty) -> LogoutDelivery:
    """What is to be told of a sign-in that has just ended."""
    rp.tokens(user_agent)
    user_agent.post("/accounts/logout/")
    return LogoutDelivery.objects.get()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands still until it is moved."""
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


def waits(delivery: LogoutDelivery) -> float:
    """Return how many seconds it is until the next attempt."""
    delivery.refresh_from_db()
    assert delivery.delivered_at is None
    return (delivery.next_attempt - timezone.now()).total_seconds()


@pytest.mark.parametrize("status", [200, 204])
def test_two_answers_say_that_it_was_heard(
    signed_out: LogoutDelivery, receiver: Receiver, worker: Callable[[], int], status: int
) -> None:
    receiver.status = status
    worker()
    signed_out.refresh_from_db()
    assert (signed_out.attempts, signed_out.last_answer) == (1, str(status))
    assert signed_out.delivered_at is not None
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert worker() == 0


@pytest.mark.parametrize("status", [201, 202, 302, 307, 308, 400, 404, 429, 500, 503])
def test_every_other_answer_is_tried_again(
    signed_out: LogoutDelivery,
    receiver: Receiver,
    worker: Callable[[], int],
    clock: time_machine.Traveller,
    status: int,
) -> None:
    receiver.status, receiver.headers = status, {"Location": receiver.url}
    worker()
    assert waits(signed_out) == 5
    assert len(receiver.forms) == 1, "no redirect is followed"
    receiver.status = 200
    clock.shift(timedelta(seconds=4))
    assert worker() == 0
    clock.shift(timedelta(seconds=1))
    assert worker() == 1
    assert len(set(receiver.tokens)) == 2, "each attempt has a token of its own"


def test_the_pauses_grow_until_a_day_is_over_and_the_trail_keeps_that(
    signed_out: LogoutDelivery, receiver: Receiver, worker: Callable[[], int], clock: time_machine.Traveller
) -> None:
    receiver.status = 500
    began, pauses = timezone.now(), []
    while worker():
        if (pause := waits(signed_out)) and signed_out.given_up_at:
            break
        pauses.append(pause)
        clock.shift(timedelta(seconds=pause))
    assert pauses[:7] == [5, 30, 120, 600, 1800, 3600, 7200]
    assert set(pauses[7:]) == {7200}
    assert timedelta(hours=21) < timezone.now() - began < timedelta(hours=24)
    assert signed_out.attempts == len(receiver.forms) == len(pauses) + 1
    event = AuditEvent.objects.get(event="logout_not_delivered")
    assert event.client == signed_out.application.client_id
    assert event.detail == {"delivery": signed_out.pk, "attempts": signed_out.attempts}
    clock.shift(timedelta(days=1))
    assert worker() == 0


def test_what_a_worker_slept_through_is_tried_a_last_time(
    signed_out: LogoutDelivery, receiver: Receiver, worker: Callable[[], int], clock: time_machine.Traveller
) -> None:
    receiver.status = 503
    clock.shift(OVER)
    assert worker() == 1
    assert worker() == 0
    signed_out.refresh_from_db()
    assert signed_out.given_up_at is not None
    assert AuditEvent.objects.filter(event="logout_not_delivered").exists()


def test_a_client_that_is_not_there_is_tried_again(
    signed_out: LogoutDelivery, receiver: Receiver, worker: Callable[[], int], clock: time_machine.Traveller
) -> None:
    receiver.close()
    worker()
    assert waits(signed_out) == 5
    assert signed_out.last_answer == "The address could not be fetched."


def test_a_slow_client_is_left_after_seconds(
    signed_out: LogoutDelivery, receiver: Receiver, worker: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logout_delivery, "post_form", lambda url, form: _post(url, form, seconds=0.3))
    receiver.seconds = 30
    began = time.monotonic()
    worker()
    assert time.monotonic() - began < receiver.seconds
    assert waits(signed_out) > 0


def _post(url: str, form: Any, *, seconds: float) -> int:
    return post_form(url, form, seconds=seconds)


def test_no_private_address_is_asked(
    signed_out: LogoutDelivery, receiver: Receiver, worker: Callable[[], int], settings: Any
) -> None:
    settings.DEMO = False
    worker()
    assert waits(signed_out) > 0
    assert not receiver.forms
    rp = signed_out.application
    type(rp).objects.update(backchannel_logout_uri=f"https://localhost:{receiver.port}/")
    signed_out.next_attempt = timezone.now()
    signed_out.save()
    worker()
    signed_out.refresh_from_db()
    assert (signed_out.attempts, signed_out.last_answer) == (2, "The address could not be fetched.")


def test_who_refuses_one_token_gets_the_others_and_who_does_not_answer_is_asked_once(
    alice: User, rp: RelyingParty, receiver: Receiver, worker: Callable[[], int]
) -> None:
    for _ in range(3):
        browser = sign_in(Client(), "alice")
        rp.tokens(browser)
        browser.post("/accounts/logout/")
    receiver.status = 500
    worker()
    assert len(receiver.forms) == 1
    LogoutDelivery.objects.update(next_attempt=timezone.now())
    receiver.status = 400
    worker()
    assert len(receiver.forms) == 4


def test_a_new_end_is_told_before_old_ones_that_failed(
    alice: User, rp: RelyingParty, receiver: Receiver, worker: Callable[[], int], clock: time_machine.Traveller
) -> None:
    sids = []
    for _ in range(2):
        browser = sign_in(Client(), "alice")
        sids.append(claims_of(rp.tokens(browser)["id_token"])["sid"])
        browser.post("/accounts/logout/")
        receiver.status = 500
        worker()
    clock.shift(timedelta(seconds=5))
    LogoutDelivery.objects.filter(sid=sids[0]).update(attempts=3)
    receiver.status = 200
    worker()
    assert [claims_of(token)["sid"] for token in receiver.tokens[-2:]] == sids[::-1]


def test_what_is_held_by_one_worker_is_not_delivered_by_another(
    alice: User, rp: RelyingParty, receiver: Receiver, worker: Callable[[], int], clock: time_machine.Traveller
) -> None:
    for _ in range(12):
        browser = sign_in(Client(), "alice")
        rp.tokens(browser)
        browser.post("/accounts/logout/")
    held = logout_delivery.lease()
    assert 0 < len(held) < 12
    assert worker() == 0, "one client is visited by one worker at a time"
    clock.shift(logout_delivery.LEASE)
    assert worker() == 2, "what a worker held that died is taken up again"
    assert len(receiver.forms) == 12


@pytest.mark.parametrize("change", [{"enabled": False}, {"backchannel_logout_uri": ""}])
def test_a_client_that_is_disabled_or_no_longer_wants_it_is_told_nothing(
    signed_out: LogoutDelivery, receiver: Receiver, worker: Callable[[], int], change: dict[str, Any]
) -> None:
    type(signed_out.application).objects.update(**change)
    assert worker() == 0
    assert not receiver.forms


def test_a_deleted_client_takes_what_it_was_to_be_told_along(signed_out: LogoutDelivery, rp: RelyingParty) -> None:
    rp.application.delete()
    assert not LogoutDelivery.objects.exists()


def test_a_sign_out_that_fails_tells_nobody(user_agent: Client, rp: RelyingParty, monkeypatch: Any) -> None:
    rp.tokens(user_agent)
    monkeypatch.setattr("accounts.services.sign_out.record", _crash)
    with pytest.raises(RuntimeError):
        user_agent.post("/accounts/logout/")
    assert not LogoutDelivery.objects.exists()


def _crash(*_: Any, **__: Any) -> None:
    raise RuntimeError


def test_one_command_delivers_what_is_due(signed_out: LogoutDelivery, receiver: Receiver, monkeypatch: Any) -> None:
    monkeypatch.setattr("oauth_server.console.management.commands.worker.SchedulingWorker.work", lambda *_, **__: None)
    call_command("worker", batch=True)
    assert len(receiver.forms) == 1


def test_an_operator_sees_what_became_of_it(
    signed_out: LogoutDelivery, receiver: Receiver, worker: Callable[[], int]
) -> None:
    receiver.status = 418
    worker()
    root = User.objects.create_superuser("root", "root@example.org", "a sparrow in the rafters")
    browser = Client()
    browser.force_login(root)
    assert "418" in browser.get("/admin/oauth_server/logoutdelivery/").content.decode()
