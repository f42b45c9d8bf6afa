"""What the application was given at registration: issuer, identifiers, secrets, a key; and its own port."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

DEMO_DATA: Final = Path("var/demo.json")
NAME: Final = "Sample application"
"""What the demo registered this application as; its other clients have names of their own."""
KEY: Final = "fapi2-key.json"
"""The private key of the client without a secret, beside the demo's data."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A client as it was registered: its identifier and, where it has one, its secret."""

    client_id: str
    client_secret: str | None = None


@dataclass(frozen=True, slots=True)
class Configuration:
    """`issuer` and `origin` (the application's own) have no slash at the end; `key` is a private JSON Web Key."""

    issuer: str
    port: int
    clients: Mapping[str, Registered]
    key: Mapping[str, Any] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        """Return the address that browsers reach this application by."""
        return f"http://localhost:{self.port}"

    @property
    def resource(self) -> str:
        """Return the API that the access tokens are for (RFC 8707)."""
        return f"{self.issuer}/api"


def read_configuration(environment: Mapping[str, str] = os.environ, demo_data: Path = DEMO_DATA) -> Configuration:
    """Return the configuration from SAMPLE_* variables, and what they leave out from the demo's data.

    SAMPLE_DATA names another file than the demo's. Raise SystemExit with one line where neither says who this
    application is.
    """
    path = Path(environment.get("SAMPLE_DATA") or demo_data)
    demo = _json(path)
    listed = {client["name"]: client for client in demo.get("clients", [])}
    clients = {name: Registered(client["client_id"], client["client_secret"]) for name, client in listed.items()}
    known = clients.get(NAME, Registered(""))
    issuer = environment.get("SAMPLE_ISSUER") or demo.get("issuer", "")
    own = Registered(
        environment.get("SAMPLE_CLIENT_ID") or known.client_id,
        environment.get("SAMPLE_CLIENT_SECRET") or known.client_secret,
    )
    if not (issuer and own.client_id and own.client_secret):
        raise SystemExit("Set SAMPLE_ISSUER, SAMPLE_CLIENT_ID and SAMPLE_CLIENT_SECRET, or run the demo first.")
    port = int(environment.get("SAMPLE_PORT") or _port_of(listed.get(NAME, {})) or 8001)
    return Configuration(issuer, port, {**clients, NAME: own}, _json(path.with_name(KEY)))


def _json(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return content


def _port_of(client: Mapping[str, Any]) -> int | None:
    uris = client.get("redirect_uris")
    if not isinstance(uris, list) or not uris:
        return None
    return int(str(uris[0]).rsplit(":", 1)[1].split("/", 1)[0])
