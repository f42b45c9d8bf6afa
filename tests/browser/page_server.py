"""The static server of a single-page application: https, on an origin and a site of its own."""

import json
import ssl
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

from oauth_server.demo_certificate import ensure_certificate
from tests.live.server import ROOT
from tests.ports import free_ports

PAGE: Final = ROOT / "tests" / "browser" / "single_page"
LIBRARY: Final = ROOT / "tests/flows/javascript_client/node_modules/oauth4webapi/build/index.js"
FILES: Final = {
    "/": ("text/html", PAGE / "index.html"),
    "/application.mjs": ("text/javascript", PAGE / "application.mjs"),
    "/keys.mjs": ("text/javascript", PAGE / "keys.mjs"),
    "/oauth4webapi.mjs": ("text/javascript", LIBRARY),
}


class PageServer:
    """Serves the page at `origin`; `configuration` is what its script is told, `files` media type and file by path."""

    def __init__(self, folder: Path, files: Mapping[str, tuple[str, Path]] = FILES) -> None:
        self.configuration: dict[str, Any] = {}
        self.files = files
        self.port = free_ports()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.answer(*server.found(self.path.partition("?")[0]))

            def answer(self, status: int, kind: str, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: Any) -> None:
                """Leave the output to the tests."""

        class Threads(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: Any, client_address: Any) -> None:
                """A browser that looks at an unknown certificate hangs up, takes it, and comes again."""

        self._server = Threads(("127.0.0.1", self.port), Handler)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(*ensure_certificate(folder))
        self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def origin(self) -> str:
        """Where the page stands: by address, so that it is no page of the server's site either."""
        return f"https://127.0.0.1:{self.port}"

    def found(self, path: str) -> tuple[int, str, bytes]:
        """Return status, media type and body for a path."""
        if path == "/configuration.json":
            return 200, "application/json", json.dumps(self.configuration).encode()
        if path not in self.files:
            return 204, "text/plain", b""
        kind, file = self.files[path]
        return 200, kind, file.read_bytes()

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()
