"""A hundred answers to one pushed request at once, on PostgreSQL behind granian: exactly one code."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import requests

from tests.live.person import Person, parameters_of
from tests.live.relying_party import RelyingParty, SignIn
from tests.live.server import LiveServer

pytestmark = pytest.mark.postgres
RIVALS: Final = 100
ROUNDS: Final = 10
SCOPE: Final = "openid account:read"


@pytest.fixture(scope="module")
def rivals() -> Iterator[ThreadPoolExecutor]:
    """A hundred threads, started once."""
    with ThreadPoolExecutor(RIVALS) as pool:
        yield pool


def pushed(live: LiveServer, party: RelyingParty, sign_in: SignIn) -> str:
    """Push a request; return the address that a browser is sent to with it."""
    form = dict(parse_qsl(urlsplit(sign_in.url).query))
    answer = requests.post(f"{live.issuer}/o/par/", data=form, auth=(party.client_id, party.client_secret), timeout=30)
    assert answer.status_code == 201, answer.text
    query = {"client_id": party.client_id, "request_uri": answer.json()["request_uri"]}
    return f"{party.metadata['authorization_endpoint']}?{urlencode(query)}"


def at_once(rivals: ThreadPoolExecutor, person: Person, address: str) -> list[requests.Response]:
    """Send the browser of one person to an address from all threads in one moment."""
    barrier, cookies = Barrier(RIVALS), person.cookies.get_dict()

    def visit(_: int) -> requests.Response:
        barrier.wait()
        return requests.get(address, cookies=cookies, allow_redirects=False, timeout=120)

    return list(rivals.map(visit, range(RIVALS)))


@pytest.mark.spec("RFC 9126 section 7.3")
def test_of_100_parallel_answers_to_one_pushed_request_one_is_a_code(
    live: LiveServer, live_web: RelyingParty, newcomer: Callable[[], Person], rivals: ThreadPoolExecutor
) -> None:
    person = newcomer()
    live_web.tokens(person, SCOPE)
    for _ in range(ROUNDS):
        sign_in = live_web.request(SCOPE)
        answers = at_once(rivals, person, pushed(live, live_web, sign_in))
        assert Counter(answer.status_code for answer in answers) == {302: 1, 400: RIVALS - 1}
        (winner,) = (answer.headers["Location"] for answer in answers if answer.is_redirect)
        assert "code" in parameters_of(winner)
        assert live_web.userinfo(live_web.exchange(winner, sign_in)).status_code == 200
