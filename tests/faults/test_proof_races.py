"""A hundred at once, on PostgreSQL behind granian: one DPoP proof is good once, over all workers (RFC 9449 11.1)."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Final

import pytest
import requests

from tests.live.relying_party import RelyingParty
from tests.live.server import LiveServer
from tests.proofs import Prover

pytestmark = [pytest.mark.postgres, pytest.mark.spec("RFC 9449 section 11.1")]
RIVALS: Final = 100
ROUNDS: Final = 10
API: Final = "/api/status/"


@pytest.fixture(scope="module")
def rivals() -> Iterator[ThreadPoolExecutor]:
    """A hundred threads, started once."""
    with ThreadPoolExecutor(RIVALS) as pool:
        yield pool


@pytest.fixture
def machine(live: LiveServer) -> RelyingParty:
    """The demo's machine client."""
    return RelyingParty(live, "Nightly report")


def at_once(rivals: ThreadPoolExecutor, send: Callable[[], requests.Response]) -> list[requests.Response]:
    """Send the same request from all threads in one moment."""
    barrier = Barrier(RIVALS)

    def wait_and_send(_: int) -> requests.Response:
        barrier.wait()
        return send()

    return list(rivals.map(wait_and_send, range(RIVALS)))


def ask(machine: RelyingParty, proof: str) -> requests.Response:
    """Ask for a token of the machine's own."""
    form, credentials = {"grant_type": "client_credentials"}, (machine.client_id, machine.client_secret)
    address = machine.metadata["token_endpoint"]
    return requests.post(address, data=form, auth=credentials, headers={"DPoP": proof}, timeout=120)


def test_of_100_parallel_token_requests_with_one_proof_one_wins(
    machine: RelyingParty, live: LiveServer, rivals: ThreadPoolExecutor
) -> None:
    prover = Prover(issuer=live.issuer)
    for _ in range(ROUNDS):
        proof = prover.proof("POST", "/o/token/")
        answers = at_once(rivals, lambda proof=proof: ask(machine, proof))  # type: ignore[misc] # - the default binds the loop's value
        assert Counter(answer.status_code for answer in answers) == {200: 1, 400: RIVALS - 1}
        assert {answer.json().get("error") for answer in answers} == {None, "invalid_dpop_proof"}


def test_of_100_parallel_calls_with_one_proof_one_wins(
    machine: RelyingParty, live: LiveServer, rivals: ThreadPoolExecutor
) -> None:
    prover = Prover(issuer=live.issuer)
    token = ask(machine, prover.proof("POST", "/o/token/")).json()["access_token"]
    for _ in range(ROUNDS):
        headers = prover.presenting(token, "GET", API)
        answers = at_once(
            rivals,
            lambda headers=headers: requests.get(live.issuer + API, headers=headers, timeout=120),  # type: ignore[misc] # - the default binds the loop's value
        )
        assert Counter(answer.status_code for answer in answers) == {200: 1, 401: RIVALS - 1}
