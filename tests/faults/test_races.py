"""A hundred at once, on PostgreSQL behind granian: one code gives one answer, one refresh token one pair."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
import requests

from tests.client_keys import ClientKey
from tests.flows.oauth import JWT_BEARER
from tests.live.person import Person, parameters_of
from tests.live.relying_party import RelyingParty
from tests.live.server import LiveServer
from tests.live.signer import register_signer

pytestmark = pytest.mark.postgres
RIVALS: Final = 100
ROUNDS: Final = 20
FORMS: Final = {"jwt": 0, "opaque": 1}
"""The forms of access tokens, and how many rows one token is."""
SCOPE: Final = "openid account:read offline_access"
NEWEST: Final = "select coalesce(max(id), 0) from oauth_server_grant"
ORPHANS: Final = """select count(*) from oauth_server_grant g where g.id > %s and g.consumed_at is not null and (
    (select count(*) from oauth_server_accesstoken t where t.grant_id = g.id) <> %s
    or (select count(*) from oauth_server_refreshtoken r where r.grant_id = g.id) <> 1)"""
"""Of the grants after one, those that do not have so many access tokens and one refresh token."""
FAMILY_ROWS: Final = "select count(*) from oauth_server_accesstoken"


@pytest.fixture(params=FORMS)
def rows(request: pytest.FixtureRequest, live: LiveServer, live_web: RelyingParty) -> Iterator[int]:
    """The application gets access tokens of each form; how many rows one of them is."""
    change = "update oauth_server_application set token_format = %s where client_id = %s"
    with psycopg.connect(database_of(live)) as connection:
        connection.execute(change, (request.param, live_web.client_id))
    yield FORMS[request.param]
    with psycopg.connect(database_of(live)) as connection:
        connection.execute(change, ("", live_web.client_id))


@pytest.fixture(scope="module")
def rivals() -> Iterator[ThreadPoolExecutor]:
    """A hundred threads, started once."""
    with ThreadPoolExecutor(RIVALS) as pool:
        yield pool


def at_once(rivals: ThreadPoolExecutor, party: RelyingParty, form: dict[str, str]) -> list[requests.Response]:
    """Send the same form from all threads in one moment, authenticated by header."""
    return send_at_once(rivals, party.metadata["token_endpoint"], form, (party.client_id, party.client_secret))


def send_at_once(
    rivals: ThreadPoolExecutor, endpoint: str, form: dict[str, str], credentials: tuple[str, str] | None
) -> list[requests.Response]:
    """Send the same form from all threads in one moment."""
    barrier = Barrier(RIVALS)

    def send(_: int) -> requests.Response:
        barrier.wait()
        return requests.post(endpoint, data=form, auth=credentials, timeout=120)

    return list(rivals.map(send, range(RIVALS)))


def database_of(live: LiveServer) -> str:
    return urlunsplit(urlsplit(live.environment["DATABASE_URL"])._replace(scheme="postgresql"))


def count(live: LiveServer, sql: str, *parameters: int) -> int:
    with psycopg.connect(database_of(live)) as connection:
        row = connection.execute(sql, parameters).fetchone()
    assert row is not None
    return int(row[0])


def losers_are_told(answers: list[requests.Response]) -> list[dict[str, Any]]:
    """Return the good answers; every other one is 400 invalid_grant."""
    statuses = Counter(answer.status_code for answer in answers)
    assert set(statuses) == {200, 400}, statuses
    assert all(answer.json()["error"] == "invalid_grant" for answer in answers if answer.status_code == 400)
    return [answer.json() for answer in answers if answer.status_code == 200]


def test_of_100_parallel_exchanges_of_one_code_one_wins(
    live: LiveServer, live_web: RelyingParty, newcomer: Callable[[], Person], rivals: ThreadPoolExecutor, rows: int
) -> None:
    person, newest = newcomer(), count(live, NEWEST)
    for _ in range(ROUNDS):
        before = count(live, FAMILY_ROWS)
        sign_in = live_web.request(SCOPE)
        form = {
            "grant_type": "authorization_code",
            "code": parameters_of(person.authorize(sign_in.url))["code"],
            "redirect_uri": live_web.redirect_uri,
            "code_verifier": sign_in.verifier,
        }
        winners = losers_are_told(at_once(rivals, live_web, form))
        assert len(winners) == 1
        assert count(live, FAMILY_ROWS) == before + rows
        assert live_web.userinfo(winners[0]).status_code == 401, "a second use ends what came of the first"
    assert count(live, ORPHANS, newest, rows) == 0


def test_of_100_parallel_refreshes_with_one_token_one_pair_comes(
    live: LiveServer, live_web: RelyingParty, newcomer: Callable[[], Person], rivals: ThreadPoolExecutor, rows: int
) -> None:
    newest = count(live, NEWEST)
    answer = live_web.tokens(newcomer(), SCOPE)
    for _ in range(ROUNDS):
        before = count(live, FAMILY_ROWS)
        form = {"grant_type": "refresh_token", "refresh_token": answer["refresh_token"]}
        winners = losers_are_told(at_once(rivals, live_web, form))
        assert len(winners) in (1, 2)
        assert len({(winner["access_token"], winner["refresh_token"]) for winner in winners}) == 1
        assert count(live, FAMILY_ROWS) == before + rows
        answer = winners[0]
        assert live_web.userinfo(answer).status_code == 200
    assert count(live, ORPHANS, newest, (ROUNDS + 1) * rows) == 0


def test_of_100_parallel_retries_with_a_spent_token_one_gets_the_pair_again(
    live: LiveServer, live_web: RelyingParty, newcomer: Callable[[], Person], rivals: ThreadPoolExecutor, rows: int
) -> None:
    spent = live_web.tokens(newcomer(), SCOPE)["refresh_token"]
    for _ in range(ROUNDS):
        successor = live_web.refresh(spent)
        form = {"grant_type": "refresh_token", "refresh_token": spent}
        winners = losers_are_told(at_once(rivals, live_web, form))
        assert [winner["refresh_token"] for winner in winners] == [successor["refresh_token"]]
        assert live_web.userinfo(winners[0]).status_code == 200, "too many retries kill nothing"
        spent = successor["refresh_token"]


def test_of_100_parallel_uses_of_one_assertion_one_wins(live: LiveServer, rivals: ThreadPoolExecutor) -> None:
    key, client_id = ClientKey(), "a-machine-with-a-key"
    register_signer(live, client_id, key.jwks)
    for number in range(ROUNDS):
        now = int(time.time())
        claims = {"iss": client_id, "sub": client_id, "aud": live.issuer, "exp": now + 300, "jti": f"round-{number}"}
        proof = {"client_assertion_type": JWT_BEARER, "client_assertion": key.sign(claims)}
        form = {"grant_type": "client_credentials", "scope": "reports:read", **proof}
        answers = send_at_once(rivals, f"{live.issuer}/o/token/", form, None)
        statuses = Counter(answer.status_code for answer in answers)
        assert statuses == {200: 1, 401: RIVALS - 1}, statuses
        assert all(answer.json()["error"] == "invalid_client" for answer in answers if answer.status_code != 200)
