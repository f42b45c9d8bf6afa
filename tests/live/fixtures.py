"""Fixtures over one server for the whole run of a worker; a conftest imports those that its folder uses."""

import contextlib
from collections.abc import Callable, Iterator

import pytest

from tests.live.person import Person
from tests.live.server import LiveServer

RUNNING: pytest.StashKey[LiveServer] = pytest.StashKey()


@pytest.fixture(scope="session")
def live(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> LiveServer:
    """The running server, filled with the demo's people and clients.

    Every folder imports this fixture; the stash makes it the same server for all of them.
    """
    config = request.config
    if RUNNING not in config.stash:
        worker = getattr(config, "workerinput", {}).get("workerid", "gw0")
        server = LiveServer(tmp_path_factory.mktemp("live"), worker=worker)
        config.add_cleanup(server.discard)
        server.prepare()
        server.start()
        config.stash[RUNNING] = server
    return config.stash[RUNNING]


@pytest.fixture
def newcomer(live: LiveServer) -> Iterator[Callable[[], Person]]:
    """Return a function that makes a person with a fresh account."""
    with contextlib.ExitStack() as people:
        yield lambda: people.enter_context(Person(live)).sign_up()


@pytest.fixture
def person(newcomer: Callable[[], Person]) -> Person:
    """A person with a fresh account, not signed in."""
    return newcomer()
