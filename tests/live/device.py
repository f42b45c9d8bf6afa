"""A television at the live server: it asks for its codes, and polls for what a person decides (RFC 8628)."""

from typing import Any, Final

import requests

from tests.live.server import LiveServer

GRANT: Final = "urn:ietf:params:oauth:grant-type:device_code"
TIMEOUT: Final = 30


class Device:
    """A public client that shows codes: one of the demo by its name, or one as it was told of its registration."""

    def __init__(self, server: LiveServer, client: str | dict[str, Any]) -> None:
        self.client_id = (server.client(client) if isinstance(client, str) else client)["client_id"]
        metadata = requests.get(f"{server.issuer}/.well-known/openid-configuration", timeout=TIMEOUT).json()
        self.token_endpoint = metadata["token_endpoint"]
        self.endpoint = metadata["device_authorization_endpoint"]

    def begin(self, scope: str) -> dict[str, Any]:
        """Ask, and return the answer."""
        form = {"client_id": self.client_id, "scope": scope}
        answer = requests.post(self.endpoint, data=form, timeout=TIMEOUT)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def poll(self, device_code: str) -> requests.Response:
        """Present the device code once."""
        form = {"client_id": self.client_id, "grant_type": GRANT, "device_code": device_code}
        return requests.post(self.token_endpoint, data=form, timeout=120)
