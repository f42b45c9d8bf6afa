"""Device: a client without a keyboard shows a code, and polls for the decision (RFC 8628 section 3)."""

import time
from collections.abc import Mapping
from html import escape
from typing import Any, ClassVar

from authlib.integrations.requests_client import OAuth2Session

from examples.sample_app.answers import Answer, Asked, to
from examples.sample_app.code_flow import SignInError
from examples.sample_app.exchanges import DEVICE
from examples.sample_app.presets.preset import Button, Preset, Route
from examples.sample_app.visits import Run
from examples.sample_app.wire import TIMEOUT, recorded

WAITING = ("authorization_pending", "slow_down")
ENDED: Mapping[str, str] = {"access_denied": "You did not allow it.", "expired_token": "The code has expired."}


class Device(Preset):
    """A television: two codes, one to show and one to keep, and patience."""

    path, name, client = "/device", "Device", "Television"
    title = "A television that wants your list"
    pitch = "No keyboard, no browser worth typing a password into. It shows a code; you decide on a device you trust."
    chosen: ClassVar[Mapping[str, str]] = {
        "Client": "public, or confidential",
        "Grants": "device code, refresh token",
        "Redirects": "none",
        "Consent": "asked each time, with who asked, when and from where",
    }

    def routes(self) -> dict[tuple[str, str], Route]:
        """Return what the buttons do."""
        return {("POST", "/device/start"): self.start, ("POST", "/device/poll"): self.poll_now}

    def buttons(self, run: Run) -> tuple[Button, ...]:
        """Return the start, and while it waits a poll that comes too soon."""
        if "codes" in run.held:
            return (
                Button("Poll now, too soon", "/device/poll", quiet=True),
                Button("Get new codes", "/device/start", quiet=True),
            )
        return (Button("Turn it on again" if run.steps else "Turn the television on", "/device/start"),)

    def panel(self, run: Run) -> str:
        """Return the screen of the television."""
        codes = run.held.get("codes")
        if codes is None:
            return ""
        uri, whole = codes["verification_uri"], codes["verification_uri_complete"]
        return (
            '<section class="screen" aria-label="The television">'
            f"<p>Open <strong>{escape(uri)}</strong> and type</p>"
            f'<p class="user-code">{escape(codes["user_code"])}</p>'
            f'<p><a href="{escape(whole)}" target="_blank" rel="noopener">Open it here, in a new tab</a></p>'
            f'<p class="hint">It asks every {run.held["interval"]} seconds whether you have decided.</p></section>'
        )

    def start(self, asked: Asked) -> Answer:
        """Discover, and ask for the codes."""
        run = asked.run
        run.clear()
        with self._session(run) as session:
            metadata = session.get(self.url("/.well-known/openid-configuration"), withhold_token=True).json()
            form = {"client_id": session.client_id, "scope": session.scope, "resource": self.configuration.resource}
            answer = session.post(metadata["device_authorization_endpoint"], data=form, withhold_token=True)
        codes: dict[str, Any] = answer.json()
        if "device_code" not in codes:
            raise SignInError(f"{codes.get('error')}: {codes.get('error_description')}")
        run.held |= {"codes": codes, "interval": codes["interval"], "token_endpoint": metadata["token_endpoint"]}
        run.held["due"] = time.monotonic() + codes["interval"]
        return to(self.path)

    def arrive(self, asked: Asked) -> Answer | None:
        """Poll if it is time."""
        if "codes" in asked.run.held and time.monotonic() >= asked.run.held["due"]:
            self._poll(asked.run)
        return None

    def pause(self, run: Run) -> int:
        """Return the interval, as long as nothing is decided."""
        return int(run.held["interval"]) if "codes" in run.held else 0

    def poll_now(self, asked: Asked) -> Answer:
        """Poll although it is not time: the server asks to slow down."""
        if "codes" in asked.run.held:
            self._poll(asked.run)
        return to(self.path)

    def _poll(self, run: Run) -> None:
        with self._session(run) as session:
            code = run.held["codes"]["device_code"]
            form = {"grant_type": DEVICE, "device_code": code, "client_id": session.client_id}
            token = session.post(run.held["token_endpoint"], data=form, withhold_token=True).json()
            error = token.get("error")
            if error == "slow_down":
                run.held["interval"] += 5
            run.held["due"] = time.monotonic() + run.held["interval"]
            if error in WAITING:
                return
            run.held.clear()
            if error:
                run.outcome = ENDED.get(error, str(token.get("error_description")))
                return
            headers = {"Authorization": f"Bearer {token['access_token']}"}
            person = session.get(self.url("/api/whoami/"), headers=headers, withhold_token=True).json()
            session.get(self.url("/api/v1/todo/"), headers=headers, withhold_token=True)
        run.outcome = f"The television is connected, and reads the list of {person['username']}."

    def _session(self, run: Run) -> OAuth2Session:
        own = self.configuration.clients[self.client]
        scope = "openid profile account:read todo:read offline_access"
        return recorded(OAuth2Session(own.client_id, scope=scope, default_timeout=TIMEOUT), run)
