"""Native: a public client on the person's own machine, answered on loopback at any port (RFC 8252 section 7.3)."""

import threading
from collections.abc import Mapping
from typing import ClassVar, Final

from examples.sample_app.answers import Answer, Asked, to
from examples.sample_app.code_flow import CodeFlow
from examples.sample_app.loopback import Listener
from examples.sample_app.presets.preset import Button, Preset, Route, flow_of
from examples.sample_app.visits import Run

SCOPE: Final = "openid profile account:read todo:read offline_access"


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
        back = f"{self.configuration.origin}{self.path}"
        listener = Listener(lambda query: self.finish(asked.run, query), asked.run, back=back)
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
