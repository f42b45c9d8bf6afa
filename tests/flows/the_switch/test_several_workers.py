"""The switch over several workers: what one of them ended is dead at every other, on the next request."""

from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
import requests

from tests.live.person import PASSWORD, Person
from tests.live.relying_party import RelyingParty
from tests.live.server import LiveServer

WORKERS: Final = 2
REQUESTS: Final = 24
"""Each over a connection of its own: that all of them reach one worker of two has odds of one in eight millions."""
KINDS: Final = ("session", "jwt", "drf_token", "oauth2")
NEW: Final = "a swallow in the chimney"


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[LiveServer]:
    """A server of two workers."""
    server = LiveServer(tmp_path_factory.mktemp("several"), worker=worker_id.replace("master", "gw0"))
    server.environment["DATABASE_URL"] = server.environment["DATABASE_URL"].replace("/live_", "/several_")
    server.prepare()
    server.start(workers=WORKERS)
    yield server
    server.discard()


@pytest.fixture
def held(several: LiveServer) -> Iterator[tuple[Person, Callable[[], dict[str, set[int]]]]]:
    """A person, and a function that says which statuses each credential of theirs got over many connections."""
    with Person(several) as person:
        person.sign_up().sign_in()
        name = next(client["name"] for client in several.demo["clients"] if "refresh_token" in client["grant_types"])
        tokens = RelyingParty(several, name).tokens(person, "openid account:read offline_access")
        body = {"username": person.username, "password": PASSWORD}
        pair = requests.post(f"{several.issuer}/api/jwt/token/", json=body, timeout=10).json()
        key = requests.post(f"{several.issuer}/api/token/", json=body, timeout=10).json()["token"]
        credentials: dict[str, dict[str, Any]] = {
            "session": {"cookies": {"sessionid": person.cookies["sessionid"]}},
            "jwt": {"headers": {"Authorization": f"Bearer {pair['access']}"}},
            "drf_token": {"headers": {"Authorization": f"Token {key}"}},
            "oauth2": {"headers": {"Authorization": f"Bearer {tokens['access_token']}"}},
        }

        def statuses() -> dict[str, set[int]]:
            address = f"{several.issuer}/api/whoami/"
            return {
                kind: {requests.get(address, timeout=10, **shown).status_code for _ in range(REQUESTS)}
                for kind, shown in credentials.items()
            }

        yield person, statuses


def admin_of(server: LiveServer) -> dict[str, str]:
    adam = server.user("adam")
    body = {"username": "adam", "password": adam["password"]}
    pair = requests.post(f"{server.issuer}/api/jwt/token/", json=body, timeout=10).json()
    return {"Authorization": f"Bearer {pair['access']}"}


def test_a_disabled_account_is_refused_by_every_worker(several: LiveServer, held: Any) -> None:
    person, statuses = held
    assert statuses() == {kind: {200} for kind in KINDS}
    admin = admin_of(several)
    users = f"{several.issuer}/api/v1/users/"
    found = requests.get(users, params={"page_size": 100}, headers=admin, timeout=10).json()["results"]
    number = next(user["id"] for user in found if user["username"] == person.username)
    changed = requests.patch(f"{users}{number}/", json={"is_active": False}, headers=admin, timeout=10)
    assert changed.status_code == 200, changed.text
    assert statuses() == {kind: {401} for kind in KINDS}


def test_a_change_of_password_is_felt_at_every_worker(several: LiveServer, held: Any) -> None:
    person, statuses = held
    person.headers["X-CSRFToken"] = person.cookies["csrftoken"]
    body = {"old_password": PASSWORD, "new_password": NEW}
    changed = person.post(f"{several.issuer}/api/password/change/", json=body, timeout=10)
    assert changed.status_code == 200, changed.text
    assert {kind: found for kind, found in statuses().items() if kind != "session"} == {
        "jwt": {401},
        "drf_token": {401},
        "oauth2": {401},
    }
    for _ in range(REQUESTS):
        own = requests.get(f"{several.issuer}/api/whoami/", cookies=person.cookies.get_dict(), timeout=10)
        assert own.status_code == 200
