"""An upstream provider is asked by https alone, follows nobody elsewhere, and gets bounded time and room."""

import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
import requests

from accounts.services import upstream_http
from accounts.services.upstream_http import BoundedSession


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """Return a function that serves what a function writes, and gives its address."""
    servers = []

    def served(write: Callable[[BaseHTTPRequestHandler], None]) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                write(self)

            def log_message(self, *args: Any) -> None:
                """Say nothing."""

        server = HTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/"

    yield served
    for server in servers:
        server.shutdown()
        server.server_close()


def ask(address: str) -> requests.Response:
    with BoundedSession() as session:
        return session.get(address)


def start(handler: BaseHTTPRequestHandler, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()


def test_an_answer_is_read_whole(serve: Callable[..., str]) -> None:
    def write(handler: BaseHTTPRequestHandler) -> None:
        start(handler)
        handler.wfile.write(b'{"issuer": "x"}')

    assert ask(serve(write)).json() == {"issuer": "x"}


def test_a_redirect_is_not_followed(serve: Callable[..., str]) -> None:
    address = serve(lambda handler: start(handler, 302, Location="http://127.0.0.1:1/"))
    with pytest.raises(requests.TooManyRedirects):
        ask(address)


def test_an_answer_without_end_is_refused(serve: Callable[..., str]) -> None:
    def write(handler: BaseHTTPRequestHandler) -> None:
        start(handler)
        try:
            for _ in range(200):
                handler.wfile.write(b"x" * 65536)
        except OSError:
            return

    with pytest.raises(requests.RequestException):
        ask(serve(write))


def test_a_slow_answer_is_refused(serve: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upstream_http, "WHOLE", 0.2)

    def write(handler: BaseHTTPRequestHandler) -> None:
        start(handler)
        try:
            for _ in range(200):
                handler.wfile.write(b"x")
                handler.wfile.flush()
                time.sleep(0.05)
        except OSError:
            return

    with pytest.raises(requests.RequestException):
        ask(serve(write))


@pytest.mark.parametrize(
    "address",
    [
        "http://id.example.net/",
        "ftp://id.example.net/",
        "file:///etc/passwd",
        "https://[",
        "http://127.0.0.1.example.net/",
    ],
)
def test_nothing_but_https_is_asked(address: str) -> None:
    with pytest.raises(requests.RequestException):
        ask(address)


def test_a_server_on_https_asks_no_loopback_by_http(settings: Any) -> None:
    settings.ISSUER = "https://id.example.org"
    with pytest.raises(requests.exceptions.InvalidSchema):
        ask("http://127.0.0.1:1/")
