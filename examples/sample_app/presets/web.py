"""Web: a confidential client, which keeps its tokens on its own server (RFC 6749 section 2.1)."""

import secrets
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from examples.sample_app.answers import Answer, Asked, to
from examples.sample_app.code_flow import ANSWER_FOR_OTHERS, CodeFlow, SignInError
from examples.sample_app.configuration import NAME
from examples.sample_app.presets.preset import Button, Preset, Route, flow_of
from examples.sample_app.steps import NEWEST
from examples.sample_app.visits import Run

SCOPE: Final = "openid profile email roles offline_access account:read todo:read todo:write"
CALLS: Final[Mapping[str, tuple[str, str, dict[str, str] | None]]] = {
    "whoami": ("GET", "/api/whoami/", None),
    "todos": ("GET", "/api/v1/todo/", None),
    "new-todo": ("POST", "/api/v1/todo/", {"title": "Water the plants"}),
}


class Web(Preset):
    """Signs people in, reads their list, refreshes, signs them out."""

    path, name, client = "/", "Web", NAME
    title = "A to-do list that keeps nothing here"
    pitch = "A site with a server of its own: the tokens stay there, the browser holds a random cookie."
    chosen: ClassVar[Mapping[str, str]] = {
        "Client": "confidential: a secret, or a key",
        "Grants": "authorization code, refresh token",
        "Redirects": "https, one exact address",
        "Consent": "asked once, then remembered",
    }

    def routes(self) -> dict[tuple[str, str], Route]:
        """Return sign-in, its answer, refresh, sign-out, and a call for each button."""
        return {
            ("POST", "/sign-in"): self.sign_in,
            ("GET", "/callback"): self.callback,
            ("POST", "/refresh"): self.refresh,
            ("POST", "/sign-out"): self.sign_out,
            **{("POST", f"/call/{name}"): self.call for name in CALLS},
        }

    def buttons(self, run: Run) -> tuple[Button, ...]:
        """Return sign-in, or what a visitor who has signed in can do."""
        if not run.held.get("claims"):
            return (Button("Sign in with oauth-server", "/sign-in"),)
        return (
            Button("Who am I?", "/call/whoami"),
            Button("Read my to-dos", "/call/todos"),
            Button("Add a to-do", "/call/new-todo", quiet=True),
            Button("Refresh the tokens", "/refresh", quiet=True),
            Button("Sign out", "/sign-out", quiet=True),
        )

    def arrive(self, asked: Asked) -> Answer | None:
        """Take the answer to a sign-out out of the address."""
        state = asked.run.held.pop("signed_out", None)
        return to("/") if state and f"state={state}" in asked.query else None

    def sign_in(self, asked: Asked) -> Answer:
        """Send the browser to the server."""
        asked.run.clear()
        asked.run.held["flow"] = flow = CodeFlow(self.party(f"{self.configuration.origin}/callback", SCOPE), asked.run)
        return to(flow.begin())

    def callback(self, asked: Asked) -> Answer:
        """Take the browser back, with a cookie of its own from now on."""
        if "flow" not in asked.run.held:
            raise SignInError(ANSWER_FOR_OTHERS)
        flow = flow_of(asked.run)
        claims = flow.finish(asked.query)
        asked.run.held["claims"] = flow.userinfo_of(claims["sub"]) | claims
        flow.call("GET", self.url(CALLS["whoami"][1]))
        return to("/", renew=True)

    def call(self, asked: Asked) -> Answer:
        """Call the API as the person."""
        method, path, body = CALLS[asked.path.removeprefix("/call/")]
        _signed_in(asked).call(method, self.url(path), body)
        return to(f"/#{NEWEST}")

    def refresh(self, asked: Asked) -> Answer:
        """Get fresh tokens."""
        _signed_in(asked).refresh()
        return to(f"/#{NEWEST}")

    def sign_out(self, asked: Asked) -> Answer:
        """Forget everything here, and send the browser to sign out there."""
        flow, state = _signed_in(asked), secrets.token_urlsafe(16)
        url = flow.end_session_address(f"{self.configuration.origin}/", state)
        asked.run.clear()
        asked.run.held["signed_out"] = state
        return to(url)


def granted(run: Run) -> dict[str, Any]:
    """Return what the token response says was allowed."""
    token = flow_of(run).token
    return {name: token[name] for name in ("scope", "token_type", "expires_in") if name in token}


def _signed_in(asked: Asked) -> CodeFlow:
    if not asked.run.held.get("claims"):
        raise SignInError("You are not signed in here any more.")
    return flow_of(asked.run)
