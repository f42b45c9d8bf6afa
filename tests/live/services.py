"""The database and the cache of a live server: its own, on the services that the run was given."""

from pathlib import Path
from typing import LiteralString
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


def database_url(given: str, folder: Path, worker: str) -> str:
    """Return the address of a database of its own: a file, or one more on the caller's PostgreSQL."""
    parts = urlsplit(given)
    if parts.scheme == "sqlite":
        return f"sqlite:///{folder / 'live.sqlite3'}"
    return urlunsplit(parts._replace(path=f"/live_{worker}"))


def cache_url(given: str, folder: Path, worker: str) -> str:
    """Return a cache that all its processes share; on Redis the upper half of its 16 databases is for servers."""
    parts = urlsplit(given)
    if parts.scheme.startswith("redis"):
        return urlunsplit(parts._replace(path=f"/{8 + int(worker.removeprefix('gw')) % 8}"))
    return f"filecache://{folder / 'cache'}"


def make_database(url: str) -> None:
    """Make the database anew on PostgreSQL; SQLite makes its file by itself."""
    drop_database(url)
    if not url.startswith("sqlite"):
        _execute(url, "CREATE DATABASE {}")


def drop_database(url: str) -> None:
    """Drop the database on PostgreSQL, whoever is connected; SQLite's file goes with its folder."""
    if not url.startswith("sqlite"):
        _execute(url, "DROP DATABASE IF EXISTS {} WITH (FORCE)")


def _execute(url: str, statement: LiteralString) -> None:
    parts = urlsplit(url)._replace(scheme="postgresql")
    name = parts.path.removeprefix("/")
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as server:
        server.execute(sql.SQL(statement).format(sql.Identifier(name)))
