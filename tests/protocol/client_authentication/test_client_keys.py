"""The keys of a client that are fetched: kept for a while, asked for again, and never in anybody's way."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from oauth_server.protocol.client_authentication import client_keys
from oauth_server.protocol.client_authentication.client_keys import keys_of
from oauth_server.protocol.fetching import FetchRefused
from oauth_server.protocol.models import Application
from oauth_server.protocol.models.client import Client
from tests.client_keys import ClientKey

URI = "https://app.example.org/keys"
OLD, NEW = ClientKey(kid="old"), ClientKey(kid="new")


class Origin:
    """What stands at the client's address; it counts who asks."""

    def __init__(self) -> None:
        self.answer: Any = OLD.jwks
        self.asked: list[str] = []

    def fetch_json(self, url: str) -> Any:
        self.asked.append(url)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer() if callable(self.answer) else self.answer


@pytest.fixture
def origin(monkeypatch: Any) -> Origin:
    """Stand in for the client's server."""
    made = Origin()
    monkeypatch.setattr(client_keys, "fetch_json", made.fetch_json)
    return made


@pytest.fixture
def client(db: None) -> Client:
    """A client whose keys stand at an address."""
    fields = {"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": URI, "client_id": "signer"}
    Application.objects.create(client_type="confidential", authorization_grant_type="client-credentials", **fields)
    found = Application.objects.client("signer")
    assert found is not None
    return found


@pytest.fixture
def later(cache_of_our_clock: None) -> Iterator[Callable[[float], None]]:
    """Return a function that lets seconds pass, for the clock and for the cache."""
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller.shift


def test_keys_that_are_registered_inline_are_not_fetched(client: Client, origin: Origin) -> None:
    inline = replace(client, jwks_uri="", jwks=NEW.jwks)
    assert keys_of(inline, "unknown") == NEW.jwks
    assert keys_of(replace(inline, jwks=None), None) is None
    assert origin.asked == []


def test_keys_are_fetched_once_and_kept(client: Client, origin: Origin, later: Callable[[float], None]) -> None:
    assert [keys_of(client, kid) for kid in ("old", None, "old")] == [OLD.jwks] * 3
    later(client_keys.FRESH - 1)
    assert keys_of(client, "old") == OLD.jwks
    assert origin.asked == [URI]
    later(2)
    assert keys_of(client, "old") == OLD.jwks
    assert origin.asked == [URI, URI], "kept no longer than that without a question"


def test_an_unknown_kid_is_asked_for_at_once(client: Client, origin: Origin) -> None:
    keys_of(client, "old")
    origin.answer = {"keys": [OLD.jwk, NEW.jwk]}
    assert keys_of(client, "new") == origin.answer
    assert len(origin.asked) == 2


def test_forged_identifiers_make_nobody_hammer_the_client(
    client: Client, origin: Origin, later: Callable[[float], None]
) -> None:
    for number in range(50):
        assert keys_of(client, f"forged-{number}") == OLD.jwks
    assert len(origin.asked) == 2, "once for having none, once for an unknown one"
    later(client_keys.BETWEEN + 1)
    for number in range(50):
        keys_of(client, f"forged-{number}")
    assert len(origin.asked) == 3
    assert keys_of(client, "old") == OLD.jwks


@pytest.mark.parametrize(
    "answer",
    [FetchRefused("no"), None, [], "keys", {"keys": []}, {"keys": [{"kty": "oct", "k": "AQ"}]}, {"keys": [7]}],
    ids=str,
)
def test_what_the_clients_server_does_wrong_is_no_error_of_ours(client: Client, origin: Origin, answer: Any) -> None:
    origin.answer = answer
    assert keys_of(client, "old") is None
    assert keys_of(client, "old") is None
    assert len(origin.asked) == 1, "a failure is not tried again at once either"


def test_a_good_copy_serves_a_while_when_the_clients_server_is_down(
    client: Client, origin: Origin, later: Callable[[float], None]
) -> None:
    keys_of(client, "old")
    origin.answer = FetchRefused("down")
    later(client_keys.KEPT - 10)
    assert keys_of(client, "old") == OLD.jwks
    assert len(origin.asked) == 2
    later(60)
    assert keys_of(client, "old") is None


def test_a_key_that_the_client_took_away_stops_counting(
    client: Client, origin: Origin, later: Callable[[float], None]
) -> None:
    keys_of(client, "old")
    origin.answer = NEW.jwks
    later(client_keys.FRESH + 1)
    assert keys_of(client, "old") == NEW.jwks


def test_another_address_has_another_copy(client: Client, origin: Origin) -> None:
    keys_of(client, "old")
    origin.answer = NEW.jwks
    assert keys_of(replace(client, jwks_uri=f"{URI}/moved"), "new") == NEW.jwks
    assert keys_of(replace(client, client_id="another"), "new") == NEW.jwks
    assert len(origin.asked) == 3


def test_those_who_come_together_wait_for_one_fetch(client: Client, origin: Origin) -> None:
    begun, go = threading.Event(), threading.Event()

    def slow() -> Any:
        begun.set()
        go.wait(30)
        return OLD.jwks

    origin.answer = slow
    found: list[Any] = []
    threads = [threading.Thread(target=lambda: found.append(keys_of(client, "old"))) for _ in range(4)]
    threads[0].start()
    assert begun.wait(30)
    for thread in threads[1:]:
        thread.start()
    go.set()
    for thread in threads:
        thread.join()
    assert found == [OLD.jwks] * 4
    assert len(origin.asked) == 1


def test_slow_servers_of_clients_that_came_by_themselves_hold_up_nobody_else(client: Client, origin: Origin) -> None:
    begun, go = threading.Semaphore(0), threading.Event()

    def slow() -> Any:
        begun.release()
        go.wait(30)
        return OLD.jwks

    origin.answer = slow
    strangers = [replace(client, client_id=f"stranger {number}", registration_source="dcr") for number in range(3)]
    threads = [threading.Thread(target=keys_of, args=(stranger, "old")) for stranger in strangers[:2]]
    for thread in threads:
        thread.start()
    for _ in threads:
        assert begun.acquire(timeout=30)
    assert keys_of(strangers[2], "old") is None
    assert len(origin.asked) == 2
    origin.answer = OLD.jwks
    assert keys_of(client, "old") == OLD.jwks
    go.set()
    for thread in threads:
        thread.join()
    assert keys_of(replace(strangers[2], client_id="stranger 4"), "old") == OLD.jwks
