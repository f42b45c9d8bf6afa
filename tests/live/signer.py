"""A machine of the live server that proves itself with a key: registered beside the demo's clients."""

import json
import subprocess
import sys
from typing import Any

import django

from tests.live.server import ROOT, LiveServer

SCOPE = "reports:read"


def register_signer(live: LiveServer, client_id: str, jwks: dict[str, Any]) -> None:
    """Register a machine under these keys at a running server."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.live.signer", client_id, json.dumps(jwks)],
        cwd=ROOT, env=live.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def main(client_id: str, jwks: str) -> None:
    """Register it, in the server's own environment."""
    django.setup()
    from oauth_server.protocol.services.clients import Registration, register_client  # noqa: PLC0415 - needs settings
    from oauth_server.vocabulary import ClientAuthMethod, GrantType, Scope  # noqa: PLC0415 - needs settings

    registration = Registration(
        name="A machine with a key",
        grant_types=(GrantType.CLIENT_CREDENTIALS,),
        scopes=(Scope(SCOPE),),
        metadata={"token_endpoint_auth_method": ClientAuthMethod.PRIVATE_KEY_JWT, "jwks": json.loads(jwks)},
    )
    register_client(registration, client_id=client_id)


if __name__ == "__main__":
    main(*sys.argv[1:])
