"""A hundred polls at once, on PostgreSQL behind granian: what was allowed is given once, what waits keeps one pace."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Final

import pytest
import requests

from tests.live.device import Device
from tests.live.person import Person
from tests.live.server import LiveServer

pytestmark = pytest.mark.postgres
RIVALS: Final = 100
ROUNDS: Final = 10
SCOPE: Final = "openid account:read offline_access"


@pytest.fixture(scope="module")
def rivals() -> Iterator[ThreadPoolExecutor]:
    """A hundred threads, started once."""
    with ThreadPoolExecutor(RIVALS) as pool:
        yield pool


def at_once(rivals: ThreadPoolExecutor, device: Device, device_code: str) -> list[requests.Response]:
    """Present a device code from all threads in one moment."""
    barrier = Barrier(RIVALS)

    def poll(_: int) -> requests.Response:
        barrier.wait()
        return device.poll(device_code)

    return list(rivals.map(poll, range(RIVALS)))


def told(answers: list[requests.Response]) -> Counter[str]:
    """Return how often each thing was said: an error's word, or that there are tokens."""
    assert {answer.status_code for answer in answers} <= {200, 400}
    return Counter(answer.json().get("error", "tokens") for answer in answers)


def test_of_100_parallel_polls_of_what_was_allowed_one_wins(
    live: LiveServer, newcomer: Callable[[], Person], rivals: ThreadPoolExecutor
) -> None:
    person, device = newcomer().sign_in(), Device(live, "Television")
    for _ in range(ROUNDS):
        begun = device.begin(SCOPE)
        person.submit(person.walk(begun["verification_uri_complete"]), "decision", decision="allow")
        answers = at_once(rivals, device, begun["device_code"])
        assert told(answers) == {"tokens": 1, "invalid_grant": RIVALS - 1}
        (winner,) = (answer.json() for answer in answers if answer.ok)
        kept = {"grant_type": "refresh_token", "refresh_token": winner["refresh_token"]}
        refreshed = requests.post(device.token_endpoint, data=kept | {"client_id": device.client_id}, timeout=30)
        assert refreshed.status_code == 200, "the losers take nothing from the winner"


def test_of_100_parallel_polls_of_what_waits_one_is_in_time(live: LiveServer, rivals: ThreadPoolExecutor) -> None:
    device = Device(live, "Television")
    answers = at_once(rivals, device, device.begin(SCOPE)["device_code"])
    assert told(answers) == {"authorization_pending": 1, "slow_down": RIVALS - 1}
