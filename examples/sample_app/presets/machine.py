"""Machine: a client that acts for itself, without a person (RFC 6749 section 4.4)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from authlib.integrations.requests_client import OAuth2Session

from examples.sample_app.answers import Answer, Asked, to
from examples.sample_app.presets.preset import Button, Preset, Route
from examples.sample_app.visits import Run
from examples.sample_app.wire import TIMEOUT, recorded


class Machine(Preset):
    """Fetches a token by its secret, reads reports, and is refused what only people may."""

    path, name, client = "/machine", "Machine", "Nightly report"
    title = "A nightly report, with nobody there"
    pitch = (
        "A job on a server. It proves itself by its secret, gets a token for itself, and reads what a machine may read."
    )
    chosen: ClassVar[Mapping[str, str]] = {
        "Client": "confidential: a secret, or a key",
        "Grants": "client credentials; no refresh token, it asks again",
        "Redirects": "none",
        "Reaches": "only rows of the API that say so",
    }

    def routes(self) -> dict[tuple[str, str], Route]:
        """Return what the button does."""
        return {("POST", "/machine/start"): self.start}

    def buttons(self, run: Run) -> tuple[Button, ...]:
        """Return the one button."""
        return (Button("Run it again" if run.steps else "Run the report", "/machine/start"),)

    def start(self, asked: Asked) -> Answer:
        """Discover, ask for a token, call twice."""
        asked.run.clear()
        own = self.configuration.clients[self.client]
        opened = OAuth2Session(own.client_id, own.client_secret, scope="reports:read", default_timeout=TIMEOUT)
        with recorded(opened, asked.run) as session:
            metadata = session.get(self.url("/.well-known/openid-configuration"), withhold_token=True).json()
            session.fetch_token(
                metadata["token_endpoint"], grant_type="client_credentials", resource=self.configuration.resource
            )
            reports: dict[str, Any] = session.get(self.url("/api/v1/reports/")).json()
            refused = session.get(self.url("/api/v1/todo/"))
        asked.run.outcome = (
            f"It read {len(reports['results'])} reports, and was refused the to-do list ({refused.status_code}): "
            "a list belongs to a person, and nobody is here."
        )
        return to(self.path)
