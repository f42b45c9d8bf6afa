"""A port of one's own for one answer of the browser (RFC 8252 section 7.3)."""

from collections.abc import Callable
from html import escape
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, Final

from authlib.common.errors import AuthlibBaseError
from joserfc.errors import JoseError
from requests import RequestException

from examples.sample_app.code_flow import SignInError
from examples.sample_app.visits import Run

PATIENCE: Final = 300
"""Seconds that the listener waits for the browser."""
PAGE: Final = (
    '<!DOCTYPE html><html lang="en"><meta name="color-scheme" content="light dark"><title>Back to the program</title>'
    '<h1>Back to the program</h1><p><a href="{}">Go on</a></p></html>'
)


class Listener(HTTPServer):
    """Waits on a port that was free; `finish` takes the query of the answer, `back` is where the browser goes then."""

    timeout = PATIENCE

    def __init__(self, finish: Callable[[str], None], run: Run, *, back: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.finish, self.run, self.back, self.answered = finish, run, back, False

    def wait(self) -> None:
        """Serve until the answer has come, or patience ends."""
        with self:
            while not self.answered:
                self.handle_request()

    def handle_timeout(self) -> None:
        """Give up."""
        self.answered = True


class Handler(BaseHTTPRequestHandler):
    """Takes the answer to `/callback`, and sends the browser to the page of the program."""

    server: Any
    timeout = 10
    """Seconds for whoever connects and says nothing."""

    def do_GET(self) -> None:
        """Finish the flow."""
        path, _, query = self.path.partition("?")
        if path != "/callback":
            self.send_error(404)
            return
        self.server.answered = True
        try:
            self.server.finish(query)
        except (SignInError, AuthlibBaseError, JoseError, RequestException, ValueError, KeyError) as error:
            self.server.run.problem = str(error) or type(error).__name__
        self._go_on(self.server.back)

    def _go_on(self, address: str) -> None:
        """Show a page that goes on by itself: a redirect would end the chain of the form where the person decided."""
        page = PAGE.format(escape(address)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.send_header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Refresh", f"0; url={address}")
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_arguments: object) -> None:
        """Write nothing: the address holds a code."""
