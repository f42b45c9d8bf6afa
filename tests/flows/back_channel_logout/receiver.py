"""A client's back-channel logout endpoint: a real server on loopback that keeps what it was sent."""

import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

from tests.ports import free_ports


class Receiver:
    """Answers each POST with `status` after `seconds`, and with `headers`."""

    def __init__(self) -> None:
        self.port = free_ports()
        self.status, self.seconds = 200, 0.0
        self.headers: dict[str, str] = {}
        self.paths: list[str] = []
        self.types: list[str] = []
        self.forms: list[dict[str, list[str]]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.paths.append(self.path)
                receiver.types.append(self.headers["Content-Type"])
                receiver.forms.append(parse_qs(body.decode()))
                time.sleep(receiver.seconds)
                self.send_response(receiver.status)
                for name, value in receiver.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self.server.daemon_threads = True
        Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        """Where logout tokens are sent."""
        return f"http://127.0.0.1:{self.port}/logout?of=client"

    @property
    def tokens(self) -> list[str]:
        """The logout tokens that came, in their order."""
        return [form["logout_token"][0] for form in self.forms]

    def close(self) -> None:
        """Stop answering."""
        self.server.shutdown()
        self.server.server_close()
