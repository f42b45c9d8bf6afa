"""Fixtures over one server for the whole run of a worker; a conftest imports those that its folder uses."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Final

import pytest

from tests.live.person import Person
from tests.live.server import LiveServer

RUNNING: pytest.StashKey[LiveServer] = pytest.StashKey()
STRICT: pytest.StashKey[LiveServer] = pytest.StashKey()
BESIDE: Final = 200
"""Added to the worker's number: the database of the second server is not that of the first."""


@pytest.fixture(scope="session")
def live(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> LiveServer:
    """The running server, filled with the demo's people and clients.

    Every folder imports this fixture; the stash makes it the same server for all of them.
    """
    return _running(
        request.config, RUNNING, lambda: LiveServer(tmp_path_factory.mktemp("live"), worker=worker_of(request.config))
    )


@pytest.fixture(scope="session")
def strict(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> LiveServer:
    """A server as strict clients want one: its issuer is https, and clients may register themselves."""
    worker = f"gw{BESIDE + int(worker_of(request.config).removeprefix('gw'))}"
    folder = tmp_path_factory.mktemp("strict")
    return _running(request.config, STRICT, lambda: LiveServer(folder, worker=worker, tls=True, REGISTRATION="token"))


def worker_of(config: pytest.Config) -> str:
    """Return the worker of a parallel run that this process is."""
    return str(getattr(config, "workerinput", {}).get("workerid", "gw0"))


def _running(config: pytest.Config, key: pytest.StashKey[LiveServer], make: Callable[[], LiveServer]) -> LiveServer:
    if key not in config.stash:
        server = make()
        config.add_cleanup(server.discard)
        server.prepare()
        server.start()
        config.stash[key] = server
    return config.stash[key]


@pytest.fixture
def newcomer(live: LiveServer) -> Iterator[Callable[[], Person]]:
    """Return a function that makes a person with a fresh account."""
    with contextlib.ExitStack() as people:
        yield lambda: people.enter_context(Person(live)).sign_up()


@pytest.fixture
def person(newcomer: Callable[[], Person]) -> Person:
    """A person with a fresh account, not signed in."""
    return newcomer()
