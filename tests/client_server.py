"""A client's own server on loopback, which answers as a test wants it to: keys, documents, logout addresses."""

import socket
import socketserver
import threading
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from tests.ports import free_ports

LONGEST: Final = 30.0
"""Seconds that no good test reaches."""


class ClientServer:
    """A server on loopback that sends what `answer` writes; it keeps what it was sent."""

    def __init__(self) -> None:
        self.port = free_ports()
        self.requests: list[bytes] = []
        self.answer: Callable[[socket.socket], None] = lambda sock: None
        server = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                self.request.settimeout(LONGEST)
                received = b""
                while b"\r\n\r\n" not in received:
                    received += self.request.recv(65536)
                server.requests.append(received)
                try:
                    server.answer(self.request)
                except OSError:
                    return

        socketserver.ThreadingTCPServer.allow_reuse_address = True
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", self.port), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        """An address of it."""
        return f"http://127.0.0.1:{self.port}/keys?of=client"

    def says(self, *headers: str, body: bytes = b"{}", status: int = 200) -> None:
        """Answer with this status, these headers and this body."""
        head = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", *headers, "", ""]
        self.answer = lambda sock: sock.sendall("\r\n".join(head).encode() + body)

    def close(self) -> None:
        """Stop answering."""
        self.server.shutdown()
        self.server.server_close()
