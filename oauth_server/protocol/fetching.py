"""The one way by which this server fetches what a client names: keys, metadata, logos, logout (RFC 9700 section 4.9.1).

https to public addresses only, connected to the very address that was judged, no redirect, no proxy, no cookie, no
encoding, and an end in bytes and in seconds however slowly they come.
"""

import json
import logging
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException
from typing import Any, Final
from urllib.parse import urlencode

from django.db import connection as database
from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from oauth_server.protocol.fetch_targets import FetchRefused, Target, TooBusy, resolve, target_of

__all__ = ["FetchRefused", "Fetched", "TooBusy", "fetch", "fetch_json", "post_form"]

logger = logging.getLogger(__name__)
LIMIT: Final = 64 * 1024
SECONDS: Final = 5.0
SECONDS_TO_CONNECT: Final = 2.0
AT_ONCE: Final = 4
"""Fetches of one process: slow servers never hold every thread that serves people."""
MOST_ADDRESSES: Final = 3
DEEPEST: Final = 20
OUR_HEADERS: Final = {"Accept-Encoding": "identity", "User-Agent": "oauth-server", "Connection": "close"}
FAILED: Final = "The address could not be fetched."
_slots: Final = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: its status, the media type in lower case without parameters, and the whole body."""

    status: int
    content_type: str
    body: bytes


def fetch(url: str, *, limit: int = LIMIT, seconds: float = SECONDS, accept: str = "*/*") -> Fetched:
    """Return what a GET answers, whatever its status below 300 or from 400 on; raise FetchRefused.

    `limit` is in bytes; `seconds` bounds everything from the look-up of the name to the last byte.
    """
    return _exchange("GET", url, None, {"Accept": accept}, limit=limit, seconds=seconds)


def fetch_json(url: str, *, limit: int = LIMIT, seconds: float = SECONDS) -> Any:
    """Return the JSON value that a GET answers with 200 and a JSON media type; raise FetchRefused."""
    found = fetch(url, limit=limit, seconds=seconds, accept="application/json")
    essence = found.content_type
    if found.status != 200 or not (essence == "application/json" or essence.endswith("+json")):
        raise FetchRefused("The address did not answer with JSON.")
    try:
        value = json.loads(found.body.decode())
        _hold_shallow(value, DEEPEST)
    except (ValueError, RecursionError):
        raise FetchRefused("The address did not answer with JSON.") from None
    return value


def _hold_shallow(value: Any, depth: int) -> None:
    """Raise ValueError for more levels of lists and objects: whoever keeps or copies them would fail on it."""
    if isinstance(value, dict | list):
        if depth == 0:
            raise ValueError("nested too deep")
        for part in value.values() if isinstance(value, dict) else value:
            _hold_shallow(part, depth - 1)


def post_form(url: str, form: Mapping[str, str], *, seconds: float = SECONDS) -> int:
    """Return the status that a POST of a form is answered with; raise FetchRefused."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "*/*"}
    return _exchange("POST", url, urlencode(form).encode(), headers, limit=LIMIT, seconds=seconds).status


def _exchange(
    method: str, url: str, body: bytes | None, headers: dict[str, str], *, limit: int, seconds: float
) -> Fetched:
    _hold_no_transaction()
    deadline = time.monotonic() + seconds
    target = target_of(url)
    if not _slots.acquire(blocking=False):
        raise TooBusy(FAILED)
    try:
        with _connected(target, deadline) as connection:
            connection.request(
                method, target.path, body=body, headers=headers | {"Host": target.authority} | OUR_HEADERS,
                preload_content=False, decode_content=False,
            )  # fmt: skip
            return _read(connection.getresponse(), limit)
    except FetchRefused as refusal:
        logger.info("Fetch from %s refused: %s", target.host, refusal)
        raise
    except (HTTPError, HTTPException, OSError, ValueError) as fault:
        logger.info("Fetch from %s failed: %s", target.host, type(fault).__name__)
        raise FetchRefused(FAILED) from None
    finally:
        _slots.release()


def _read(response: BaseHTTPResponse, limit: int) -> Fetched:
    if 300 <= response.status < 400:
        raise FetchRefused("The address redirects.")
    encodings = (response.headers.get("Content-Encoding", ""), response.headers.get("Transfer-Encoding", ""))
    if encodings[0].lower() not in ("", "identity") or encodings[1].lower() not in ("", "chunked"):
        raise FetchRefused("The answer is encoded.")
    length = response.headers.get("Content-Length", "0")
    if not length.isdecimal() or int(length[:20]) > limit:
        raise FetchRefused("The answer is too long.")
    body = b""
    while len(body) <= limit and (part := response.read(limit + 1 - len(body), decode_content=False)):
        body += part
    if len(body) > limit:
        raise FetchRefused("The answer is too long.")
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return Fetched(response.status, media_type, body)


@contextmanager
def _connected(target: Target, deadline: float) -> Iterator[HTTPConnection]:
    """Give a connection to an address that was judged, and shut it down at the deadline, whoever is reading then."""
    connection = _connect(target, deadline)
    late = threading.Event()

    def end(sock: socket.socket) -> None:
        late.set()
        with suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    watch = threading.Timer(max(0.0, deadline - time.monotonic()), end, (connection.sock,))
    watch.daemon = True
    watch.start()
    try:
        yield connection
        if late.is_set():
            raise FetchRefused(FAILED)
    finally:
        watch.cancel()
        connection.close()


def _connect(target: Target, deadline: float) -> HTTPConnection:
    for address in resolve(target, seconds=_left(deadline))[:MOST_ADDRESSES]:
        connection = _connection(target, address, min(SECONDS_TO_CONNECT, _left(deadline)))
        try:
            connection.connect()
        except ssl.SSLError:
            connection.close()
            raise
        except (HTTPError, OSError):
            connection.close()
            continue
        assert connection.sock is not None  # noqa: S101 - it is connected
        connection.timeout = _left(deadline)  # of what follows: urllib3 gives it to the socket each time
        return connection
    raise FetchRefused(FAILED)


def _connection(target: Target, address: str, seconds: float) -> HTTPConnection:
    if target.scheme == "http":
        return HTTPConnection(address, target.port, timeout=seconds)
    return HTTPSConnection(
        address, target.port, timeout=seconds, ssl_context=_tls(), cert_reqs="CERT_REQUIRED",
        server_hostname=target.host,
    )  # fmt: skip


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise FetchRefused(FAILED)
    return left


def _hold_no_transaction() -> None:
    """A fetch may take seconds: none is begun while locks are held."""
    if any(not getattr(block, "_from_testcase", False) for block in database.atomic_blocks):
        raise RuntimeError("Nothing is fetched inside a transaction.")
