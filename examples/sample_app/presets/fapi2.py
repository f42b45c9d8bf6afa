"""FAPI 2.0: pushed requests, a key instead of a secret, tokens bound to another key (FAPI 2.0 section 5.3)."""

from collections.abc import Mapping
from typing import ClassVar, Final

from examples.sample_app.answers import Answer, Asked, to
from examples.sample_app.bound_flow import BoundFlow
from examples.sample_app.code_flow import ANSWER_FOR_OTHERS, SignInError
from examples.sample_app.presets.preset import Button, Preset, Route, flow_of
from examples.sample_app.visits import Run

SCOPE: Final = "openid profile account:read todo:read"


class Fapi2(Preset):
    """What banks ask for: nothing in the browser that could be changed, nothing stolen that could be used."""

    path, name, client = "/fapi2", "FAPI 2.0", "Bank application"
    title = "What a bank would ask for"
    pitch = (
        "The request is pushed, the client proves itself by a key, and every token is bound to a key of its own: "
        "stolen, it opens nothing."
    )
    chosen: ClassVar[Mapping[str, str]] = {
        "Client": "confidential: a key, never a secret",
        "Grants": "authorization code, refresh token, which never rotates",
        "Requests": "pushed only (PAR), signed where asked for",
        "Tokens": "bound to a key (DPoP)",
        "Signatures": "ES256, PS256 or EdDSA",
    }

    def routes(self) -> dict[tuple[str, str], Route]:
        """Return what the buttons do, and where the answer comes to."""
        return {
            ("POST", "/fapi2/start"): self.start,
            ("POST", "/fapi2/start-signed"): self.start,
            ("POST", "/fapi2/refresh"): self.refresh,
            ("GET", "/fapi2/callback"): self.callback,
        }

    def buttons(self, run: Run) -> tuple[Button, ...]:
        """Return the two ways to sign in, and refresh once there is a token."""
        done = bool(run.outcome)
        ways = (
            Button("Sign in", "/fapi2/start", quiet=done),
            Button("Sign in, request signed", "/fapi2/start-signed", quiet=True),
        )
        return (Button("Refresh the tokens", "/fapi2/refresh"), *ways) if done else ways

    def start(self, asked: Asked) -> Answer:
        """Push the request, and send the browser on with a reference."""
        asked.run.clear()
        party = self.party(f"{self.configuration.origin}/fapi2/callback", SCOPE)
        flow = BoundFlow(party, asked.run, self.configuration.key, signed=asked.path.endswith("-signed"))
        asked.run.held["flow"] = flow
        return to(flow.begin())

    def callback(self, asked: Asked) -> Answer:
        """Take the answer, and call the API."""
        if "flow" not in asked.run.held:
            raise SignInError(ANSWER_FOR_OTHERS)
        flow = flow_of(asked.run)
        flow.finish(asked.query)
        person = flow.call("GET", self.url("/api/whoami/")).json()
        asked.run.outcome = f"Signed in as {person['username']}, with tokens that are bound to a key."
        return to(self.path)

    def refresh(self, asked: Asked) -> Answer:
        """Get a fresh access token: the refresh token stays."""
        if asked.run.outcome:
            flow_of(asked.run).refresh()
        return to(self.path)
