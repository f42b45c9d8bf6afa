"""A machine of the live server that proves itself with a key."""

from typing import Any, Final

from tests.live.registered import register
from tests.live.server import LiveServer

SCOPE: Final = "reports:read"


def register_signer(live: LiveServer, client_id: str, jwks: dict[str, Any]) -> None:
    """Register a machine under these keys at a running server."""
    register(
        live,
        {
            "name": "A machine with a key",
            "client_id": client_id,
            "grant_types": ["client_credentials"],
            "scopes": [SCOPE],
            "metadata": {"token_endpoint_auth_method": "private_key_jwt", "jwks": jwks},
        },
    )
