"""What every test stands on: the database of the run, an empty cache, Debian's Chromium."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from time import monotonic
from typing import Any, Final

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import override_settings

from oauth_server.protocol.keys import algorithms, known
from tests.audit_triggers import without_audit_triggers
from tests.key_pairs import KeyPairs

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "on"
"""Playwright keeps an event loop in the thread of the tests, and Django would take each query there for a mistake."""
KNOWN_FROM_THE_BEGINNING: Final[list[known.KnownKeys]] = []
"""The signing keys of the database, as it was made."""


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Give SQLite a file: a database in memory has other locks than the one that serves people."""
    database = connections["default"].settings_dict
    if connections["default"].vendor == "sqlite":
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "tests.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, key_pairs: None) -> None:
    """Know the signing keys from the beginning, so that no test counts the statements that read them."""
    with django_db_blocker.unblock():
        KNOWN_FROM_THE_BEGINNING.append(known.known_keys())


@pytest.fixture(scope="session", autouse=True)
def key_pairs() -> Iterator[None]:
    """Make key pairs once a process: a test that commits empties the tables, and new keys are made after each."""
    never = timedelta(days=1)
    with pytest.MonkeyPatch.context() as patch, override_settings(SIGNING_KEYS_REREAD=never):
        patch.setattr(algorithms, "generate", KeyPairs(algorithms.generate))
        yield


@pytest.fixture(autouse=True)
def keys_known_before(key_pairs: None) -> Iterator[None]:
    """Begin with the keys that the database was made with, just read: those that a test made are gone with it."""
    for beginning in KNOWN_FROM_THE_BEGINNING:
        known._known = replace(beginning, read=monotonic())
    yield
    known._known = None


@pytest.fixture(scope="session", autouse=True)
def uncollected_static_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Serve styles from where they are written: a checkout under test has collected none."""
    storages = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=storages, STATIC_ROOT=tmp_path_factory.mktemp("static")):
        yield


@pytest.fixture(scope="session", autouse=True)
def emptied_trail() -> Iterator[None]:
    """Let a test that commits empty its tables after it, the audit trail too, which its triggers would refuse."""
    operations: Any = type(connections["default"].ops)
    flush = operations.execute_sql_flush

    def without_triggers(self: Any, statements: list[str]) -> None:
        with without_audit_triggers():
            flush(self, statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", without_triggers)
        yield


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Forget counters and cached rows, so that no test spends the guesses of another."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Drive the machine's own Chromium; as root it starts only without its sandbox."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((path for name in names if (path := shutil.which(name))), None)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return browser_type_launch_args | {"executable_path": path, "args": arguments}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, where SQLite serves, what holds for PostgreSQL alone."""
    if connections["default"].vendor == "postgresql":
        return
    left_out = [item for item in items if item.get_closest_marker("postgres")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture
def cache_of_our_clock(settings: Any) -> None:
    """Keep the cache in this process: Redis counts its seconds by a clock of its own, which no test can set."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
