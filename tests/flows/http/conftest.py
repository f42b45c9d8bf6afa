"""The live server, and a second one on the same database that runs as behind a proxy that ends TLS."""

from collections.abc import Iterator

import pytest

from tests.live.fixtures import live, newcomer, person
from tests.live.server import LiveServer

__all__ = ["live", "newcomer", "person"]


@pytest.fixture(scope="session")
def secure(live: LiveServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server whose issuer is https; the tests speak to it as its proxy does."""
    server = LiveServer(
        tmp_path_factory.mktemp("secure"),
        worker="gw0",
        ALLOWED_HOSTS="id.example.org,127.0.0.1",
        CACHE_URL=live.environment["CACHE_URL"],
        DATABASE_URL=live.environment["DATABASE_URL"],
        ISSUER="https://id.example.org",
        LIVE_FOLDER=live.environment["LIVE_FOLDER"],
        TRUSTED_PROXIES="127.0.0.1/32",
    )
    server.start()
    yield server
    server.stop()
