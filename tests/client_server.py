"""A client's own server on loopback, which answers as a test wants it to: keys, documents, logout addresses."""

import contextlib
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from tests.ports import free_ports

LONGEST: Final = 30.0
"""Seconds that no good test reaches."""


class ClientServer:
    """A server on loopback that sends what `answer` writes; it keeps what it was sent."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.scheme = "https" if tls else "http"
        self.port = free_ports()
        self.requests: list[bytes] = []
        self.answer: Callable[[socket.socket], None] = lambda sock: None
        server = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                with contextlib.suppress(OSError):
                    self.request.settimeout(LONGEST)
                    request = tls.wrap_socket(self.request, server_side=True) if tls else self.request
                    received = b""
                    while b"\r\n\r\n" not in received and (part := request.recv(65536)):
                        received += part
                    server.requests.append(received)
                    server.answer(request)
                    if tls:
                        request.close()

        class Threads(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self.server = Threads(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        """An address of it."""
        return f"{self.scheme}://127.0.0.1:{self.port}/keys?of=client"

    def says(self, *headers: str, body: bytes = b"{}", status: int = 200) -> None:
        """Answer with this status, these headers and this body."""
        head = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", *headers, "", ""]
        self.answer = lambda sock: sock.sendall("\r\n".join(head).encode() + body)

    def close(self) -> None:
        """Stop answering."""
        self.server.shutdown()
        self.server.server_close()
