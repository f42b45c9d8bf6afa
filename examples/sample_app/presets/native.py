"""Native: a public client on the person's own machine, answered on loopback at any port (RFC 8252 section 7.3)."""

import threading
from collections.abc import Mapping
from html import escape
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar, Final

from authlib.common.errors import AuthlibBaseError
from joserfc.errors import JoseError
from requests import RequestException

from examples.sample_app.answers import Answer, Asked, to
from examples.sample_app.code_flow import CodeFlow, SignInError
from examples.sample_app.presets.preset import Button, Preset, Route, flow_of
from examples.sample_app.visits import Run

SCOPE: Final = "openid profile account:read todo:read offline_access"
PATIENCE: Final = 300
"""Seconds that the listener waits for the browser."""
PAGE: Final = (
    '<!DOCTYPE html><html lang="en"><meta name="color-scheme" content="light dark"><title>Back to the program</title>'
    '<h1>Back to the program</h1><p><a href="{}">Go on</a></p></html>'
)


class Native(Preset):
    """Opens a port for one answer, as a program on a desktop does."""

    path, name, client = "/native", "Native", "Native application"
    title = "A program on your own machine"
    pitch = (
        "Whatever it carried could be read out of it, so it has no secret: PKCE protects the code, and the answer "
        "comes to a port that it opens for this one answer."
    )
    chosen: ClassVar[Mapping[str, str]] = {
        "Client": "public: no secret, PKCE instead",
        "Grants": "authorization code, refresh token, which rotates",
        "Redirects": "loopback on any port, or a scheme of its own",
        "Consent": "asked each time: anybody could claim to be it",
    }

    def routes(self) -> dict[tuple[str, str], Route]:
        """Return what the buttons do."""
        return {("POST", "/native/start"): self.start, ("POST", "/native/refresh"): self.refresh}

    def buttons(self, run: Run) -> tuple[Button, ...]:
        """Return sign-in, and refresh once there is a token."""
        again = Button("Sign in again" if run.outcome else "Sign in", "/native/start", quiet=bool(run.outcome))
        return (Button("Refresh the tokens", "/native/refresh"), again) if run.outcome else (again,)

    def start(self, asked: Asked) -> Answer:
        """Open a port, and send the browser to the server."""
        asked.run.clear()
        listener = Listener(self, asked.run)
        redirect_uri = f"http://127.0.0.1:{listener.server_port}/callback"
        asked.run.held["flow"] = flow = CodeFlow(self.party(redirect_uri, SCOPE), asked.run)
        address = flow.begin()
        threading.Thread(target=listener.wait, daemon=True).start()
        return to(address)

    def refresh(self, asked: Asked) -> Answer:
        """Get fresh tokens: the old refresh token is spent."""
        if asked.run.outcome:
            flow_of(asked.run).refresh()
        return to(self.path)

    def finish(self, run: Run, query: str) -> None:
        """Take the answer, and call the API."""
        flow = flow_of(run)
        flow.finish(query)
        person = flow.call("GET", self.url("/api/whoami/")).json()
        flow.call("GET", self.url("/api/v1/todo/"))
        port = flow.party.redirect_uri.rpartition(":")[2].partition("/")[0]
        run.outcome = f"Signed in as {person['username']}; the answer came to port {port}, which is closed again."


class Listener(HTTPServer):
    """Waits on a port that was free for one answer of the browser."""

    timeout = PATIENCE

    def __init__(self, preset: Native, run: Run) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.preset, self.run, self.answered = preset, run, False

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
        preset, run = self.server.preset, self.server.run
        try:
            preset.finish(run, query)
        except (SignInError, AuthlibBaseError, JoseError, RequestException, ValueError, KeyError) as error:
            run.problem = str(error) or type(error).__name__
        self._go_on(f"{preset.configuration.origin}{preset.path}")

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
