"""What the application was given when it was registered: issuer, client identifier, secret; and its own port."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

DEMO_DATA: Final = Path("var/demo.json")
NAME: Final = "Sample application"
"""What the demo registered this application as."""
SCOPE: Final = "openid profile email roles offline_access account:read todo:read todo:write"


@dataclass(frozen=True, slots=True)
class Configuration:
    """`issuer` and `origin` (the application's own) have no slash at the end."""

    issuer: str
    client_id: str
    client_secret: str
    port: int

    @property
    def origin(self) -> str:
        """Return the address that browsers reach this application by."""
        return f"http://localhost:{self.port}"

    @property
    def redirect_uri(self) -> str:
        """Return the registered redirect URI."""
        return f"{self.origin}/callback"

    @property
    def resource(self) -> str:
        """Return the API that the access token is for (RFC 8707)."""
        return f"{self.issuer}/api"


def read_configuration(environment: Mapping[str, str] = os.environ, demo_data: Path = DEMO_DATA) -> Configuration:
    """Return the configuration from SAMPLE_* variables, and what they leave out from the demo's data.

    Raise SystemExit with one line where neither says who this application is.
    """
    demo = json.loads(demo_data.read_text()) if demo_data.exists() else {}
    client = _registered(demo)
    issuer = environment.get("SAMPLE_ISSUER") or demo.get("issuer", "")
    client_id = environment.get("SAMPLE_CLIENT_ID") or client.get("client_id", "")
    client_secret = environment.get("SAMPLE_CLIENT_SECRET") or client.get("client_secret", "")
    if not (issuer and client_id and client_secret):
        raise SystemExit("Set SAMPLE_ISSUER, SAMPLE_CLIENT_ID and SAMPLE_CLIENT_SECRET, or run the demo first.")
    port = int(environment.get("SAMPLE_PORT") or _port_of(client) or 8001)
    return Configuration(issuer=issuer, client_id=client_id, client_secret=client_secret, port=port)


def _registered(demo: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    named = (client for client in demo.get("clients", []) if client["name"] == NAME)
    return next(named, {})


def _port_of(client: Mapping[str, object]) -> int | None:
    uris = client.get("redirect_uris")
    if not isinstance(uris, list) or not uris:
        return None
    return int(str(uris[0]).rsplit(":", 1)[1].split("/", 1)[0])
