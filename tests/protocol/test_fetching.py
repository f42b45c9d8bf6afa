"""The one guarded door to what a client names, against servers that answer as badly as they can."""

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from django.db import connection, transaction

from oauth_server.demo_certificate import ensure_certificate
from oauth_server.protocol import fetching
from oauth_server.protocol.fetching import FetchRefused, TooBusy, fetch, fetch_json, post_form
from tests.client_server import ClientServer
from tests.ports import free_ports

JSON: Final = "Content-Type: application/json"
LONG_ENOUGH: Final = 30.0
"""Seconds that no good test reaches, where what ends a fetch should be something else."""


@pytest.fixture
def server(settings: Any) -> Iterator[ClientServer]:
    """A server that a fetch may reach, for the demo fetches from its own machine."""
    settings.DEMO = True
    made = ClientServer()
    yield made
    made.close()


def test_what_is_there_is_fetched(server: ClientServer) -> None:
    server.says("Content-Type: Application/JSON; charset=utf-8", "Content-Length: 10", body=b'{"keys":1}and more')
    found = fetch(server.url)
    assert (found.status, found.content_type, found.body) == (200, "application/json", b'{"keys":1}')
    assert fetch_json(server.url) == {"keys": 1}


def test_a_request_says_nothing_of_us_but_what_it_needs(server: ClientServer) -> None:
    server.says(JSON, "Set-Cookie: a=b")
    for _ in range(2):
        fetch_json(server.url)
    head = server.requests[1].decode().lower()
    assert head.startswith("get /keys?of=client http/1.1\r\n")
    assert f"host: 127.0.0.1:{server.port}\r\n" in head
    assert "accept-encoding: identity\r\n" in head
    assert "cookie" not in head
    assert "authorization" not in head


def test_an_answer_may_take_longer_than_a_connection(server: ClientServer, monkeypatch: Any) -> None:
    monkeypatch.setattr(fetching, "SECONDS_TO_CONNECT", 0.2)

    def answer(sock: socket.socket) -> None:
        time.sleep(0.5)
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    server.answer = answer
    assert fetch(server.url, seconds=LONG_ENOUGH).body == b"{}"


def test_a_proxy_of_the_environment_is_not_asked(server: ClientServer, monkeypatch: Any) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.says(JSON)
    assert fetch_json(server.url) == {}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 304])
def test_a_redirect_is_not_followed(server: ClientServer, status: int) -> None:
    server.says(f"Location: {server.url}", "Content-Length: 0", body=b"", status=status)
    with pytest.raises(FetchRefused, match="redirects"):
        fetch(server.url)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "headers", [[], ["Content-Length: 100001"], ["Content-Length: 10"], ["Transfer-Encoding: chunked"]]
)
def test_an_answer_is_taken_up_to_its_limit(server: ClientServer, headers: list[str]) -> None:
    def chunks(sock: socket.socket) -> None:
        sock.sendall("\r\n".join(["HTTP/1.1 200 OK", *headers, "", ""]).encode())
        for _ in range(1000):
            sock.sendall(b"64\r\n" + b"x" * 100 + b"\r\n" if "chunked" in "".join(headers) else b"x" * 100)

    server.answer = chunks
    if headers == ["Content-Length: 10"]:
        assert len(fetch(server.url, limit=1000).body) == 10, "what comes after the length is not read"
    else:
        with pytest.raises(FetchRefused, match="too long"):
            fetch(server.url, limit=1000, seconds=LONG_ENOUGH)


def test_an_answer_of_exactly_the_limit_is_taken(server: ClientServer) -> None:
    server.says(body=b"x" * 1000)
    assert len(fetch(server.url, limit=1000).body) == 1000
    with pytest.raises(FetchRefused, match="too long"):
        fetch(server.url, limit=999)


@pytest.mark.parametrize("length", ["-1", "1e3", "ten", "10, 10", "9" * 5000])
def test_a_length_that_is_none_is_refused(server: ClientServer, length: str) -> None:
    server.says(f"Content-Length: {length}")
    with pytest.raises(FetchRefused):
        fetch(server.url)


def test_an_answer_that_ends_early_is_refused(server: ClientServer) -> None:
    server.says(JSON, "Content-Length: 100")
    with pytest.raises(FetchRefused):
        fetch(server.url)


@pytest.mark.parametrize(
    "header", ["Content-Encoding: gzip", "Content-Encoding: br", "Transfer-Encoding: gzip, chunked"]
)
def test_an_encoded_answer_is_refused_unread(server: ClientServer, header: str) -> None:
    server.says(JSON, header, body=gzip.compress(b" " * 10_000_000))
    with pytest.raises(FetchRefused, match="encoded"):
        fetch(server.url)


@pytest.mark.parametrize("part", ["status line", "header", "endless headers", "body", "chunk", "nothing"])
def test_a_slow_drip_ends_with_the_time(server: ClientServer, part: str) -> None:
    begun = {"header": b"HTTP/1.1 200 OK\r\nA: ", "body": b"HTTP/1.1 200 OK\r\n\r\n"}
    begun["chunk"] = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    begun["endless headers"] = b"HTTP/1.1 200 OK\r\n"
    drop = {"chunk": b"1\r\nx\r\n", "endless headers": b"HTTP/1.1 100 Continue\r\n\r\n"}.get(part, b"x")
    ended = threading.Event()

    def drip(sock: socket.socket) -> None:
        try:
            sock.sendall(begun.get(part, b""))
            while True:
                if part != "nothing":
                    sock.sendall(drop)
                time.sleep(0.02)
                if part == "nothing" and not sock.recv(1):
                    return
        finally:
            ended.set()

    server.answer = drip
    with pytest.raises(FetchRefused, match="could not be fetched"):
        fetch(server.url, seconds=0.3)
    assert ended.wait(LONG_ENOUGH), "the connection is closed"


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\x00\xff",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 999999 Strange\r\n\r\n",
        b"HTTP/9.9 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 1000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nA: " + b"b" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nx",
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    ],
    ids=range(10),
)
def test_an_answer_that_is_no_http_is_refused_in_the_same_words(server: ClientServer, sent: bytes) -> None:
    server.answer = lambda sock: sock.sendall(sent)
    with pytest.raises(FetchRefused) as refused:
        fetch_json(server.url)
    assert "127.0.0.1" not in str(refused.value)


def test_nobody_listening_and_a_private_address_are_one_answer(settings: Any) -> None:
    settings.DEMO = True
    words = []
    for url in (f"http://127.0.0.1:{free_ports()}/", "https://10.0.0.1/", "https://no-such-host.invalid/"):
        with pytest.raises(FetchRefused) as refused:
            fetch(url)
        words.append(str(refused.value))
    assert set(words) == {fetching.FAILED}


@pytest.mark.parametrize(
    ("header", "body", "status"),
    [
        ("Content-Type: text/html", b"{}", 200),
        ("Content-Type: text/plain", b"{}", 200),
        ("X-No: type", b"{}", 200),
        (JSON, b"{}", 404),
        (JSON, b"{}", 201),
        (JSON, b"{", 200),
        (JSON, b"", 200),
        (JSON, b"\xff", 200),
        (JSON, b"[" * 60_000, 200),
    ],
    ids=range(9),
)
def test_what_is_not_json_is_refused(server: ClientServer, header: str, body: bytes, status: int) -> None:
    server.says(header, body=body, status=status)
    with pytest.raises(FetchRefused, match="JSON"):
        fetch_json(server.url)


def test_json_that_nobody_could_keep_for_its_depth_is_refused(server: ClientServer) -> None:
    for opening, closing in ((b"[", b"]"), (b'{"a":', b"}")):
        server.says(JSON, body=opening * 20 + b"1" + closing * 20)
        assert fetch_json(server.url)
        server.says(JSON, body=opening * 21 + b"1" + closing * 21)
        with pytest.raises(FetchRefused, match="JSON"):
            fetch_json(server.url)


def test_a_structured_media_type_is_json(server: ClientServer) -> None:
    server.says("Content-Type: application/jwk-set+json", body=b'{"keys": []}')
    assert fetch_json(server.url) == {"keys": []}


def test_a_form_is_posted_and_its_status_told(server: ClientServer) -> None:
    server.says("Content-Length: 0", body=b"", status=204)
    assert post_form(server.url, {"logout_token": "a b&c"}) == 204
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /keys?of=client HTTP/1.1\r\n")
    assert b"application/x-www-form-urlencoded" in head
    assert body in (b"", b"logout_token=a+b%26c")


def test_no_more_than_a_few_fetches_run_at_once(server: ClientServer) -> None:
    hold, begun = threading.Event(), threading.Semaphore(0)

    def wait(sock: socket.socket) -> None:
        begun.release()
        hold.wait(LONG_ENOUGH)
        sock.sendall(b"HTTP/1.1 200 OK\r\n\r\n")

    server.answer = wait
    threads = [threading.Thread(target=fetch, args=(server.url,), kwargs={"seconds": LONG_ENOUGH}) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in threads:
        assert begun.acquire(timeout=LONG_ENOUGH)
    with pytest.raises(TooBusy):
        fetch(server.url)
    hold.set()
    for thread in threads:
        thread.join()
    server.says(JSON)
    assert fetch_json(server.url) == {}, "the slots are free again"


def test_the_connection_goes_to_the_address_that_was_judged(server: ClientServer, monkeypatch: Any) -> None:
    """A name that answers differently the second time (rebinding) is asked only once."""
    lookups: list[str] = []
    real = socket.getaddrinfo

    def rebinding(host: Any, *arguments: Any, **options: Any) -> Any:
        lookups.append(str(host))
        return real("127.0.0.1", *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    server.says(JSON)
    assert fetch_json(f"http://localhost:{server.port}/") == {}
    assert lookups.count("localhost") == 1
    assert set(lookups) <= {"localhost", "127.0.0.1"}
    assert f"Host: localhost:{server.port}".encode() in server.requests[0]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_fetched_inside_a_transaction(server: ClientServer) -> None:
    server.says(JSON)
    with transaction.atomic(), pytest.raises(RuntimeError, match="transaction"):
        fetch(server.url)
    assert server.requests == []
    assert not connection.in_atomic_block
    assert fetch_json(server.url) == {}


@pytest.fixture
def secure(settings: Any, tmp_path: Path, monkeypatch: Any) -> Iterator[ClientServer]:
    """A server with a certificate for localhost and 127.0.0.1, which this machine trusts."""
    settings.FETCH_ALLOWED_HOSTS = ["localhost", "127.0.0.1", "keys.example.org"]
    certificate, key = ensure_certificate(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    monkeypatch.setattr(fetching, "_tls", lambda: ssl.create_default_context(cafile=str(certificate)))
    made = ClientServer(tls)
    made.says(JSON)
    yield made
    made.close()


def test_a_trusted_certificate_for_the_host_is_taken(secure: ClientServer) -> None:
    assert fetch_json(secure.url) == {}
    assert fetch_json(f"https://localhost:{secure.port}/") == {}
    assert f"Host: localhost:{secure.port}".encode() in secure.requests[1]


def test_a_certificate_for_another_host_is_refused_though_it_is_trusted(secure: ClientServer, monkeypatch: Any) -> None:
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *rest, **options: real("127.0.0.1", *rest, **options))
    with pytest.raises(FetchRefused, match="could not be fetched"):
        fetch_json(f"https://keys.example.org:{secure.port}/")
    assert b"GET" not in b"".join(secure.requests)


def test_a_certificate_that_nobody_vouches_for_is_refused(secure: ClientServer, monkeypatch: Any) -> None:
    monkeypatch.setattr(fetching, "_tls", ssl.create_default_context)
    with pytest.raises(FetchRefused, match="could not be fetched"):
        fetch_json(secure.url)
    assert b"GET" not in b"".join(secure.requests)


def test_plain_http_behind_an_https_address_is_refused(server: ClientServer) -> None:
    server.says(JSON)
    with pytest.raises(FetchRefused, match="could not be fetched"):
        fetch_json(server.url.replace("http:", "https:"))
