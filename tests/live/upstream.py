"""A second instance of the product that the first one lets people sign in by, as its administrator configured it."""

import json
import os
import subprocess
import sys
from typing import Any, Final

import django

from tests.live.registered import register
from tests.live.server import ROOT, LiveServer

PROVIDER: Final = "other"
NAME: Final = "Another instance"
CALLBACK: Final = f"/accounts/oidc/{PROVIDER}/login/callback/"
BESIDE: Final = 300
"""Added to the worker's number: the database of this server is not that of the first."""


def upstream_of(server: LiveServer) -> LiveServer:
    """Return the provider of a server, started at the first call, and ended with it.

    It is known as 127.0.0.1: a browser keeps one set of cookies for all ports of a name.
    """
    if server.upstream is None:
        number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
        folder = server.folder / "upstream"
        folder.mkdir()
        beside = LiveServer(folder, worker=f"gw{BESIDE + number}")
        beside.issuer = beside.environment["ISSUER"] = beside.issuer.replace("localhost", "127.0.0.1")
        beside.prepare()
        beside.start()
        server.upstream = beside
        scopes = ["openid", "profile", "email"]
        [client] = register(
            beside,
            {
                "name": "The first instance",
                "grant_types": ["authorization_code"],
                "scopes": scopes,
                "redirect_uris": [f"{server.issuer}{CALLBACK}"],
            },
        )
        _configure(server, {"issuer": beside.issuer, **client})
    return server.upstream


def _configure(server: LiveServer, client: dict[str, Any]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.live.upstream"], input=json.dumps(client),
        cwd=ROOT, env=server.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def main() -> None:
    """Configure the provider that stdin names, in the server's own environment."""
    django.setup()
    from accounts.models import UpstreamProvider  # noqa: PLC0415 - needs settings
    from accounts.services.upstream import seal_secret  # noqa: PLC0415 - needs settings

    client = json.load(sys.stdin)
    UpstreamProvider.objects.create(
        provider_id=PROVIDER,
        name=NAME,
        issuer=client["issuer"],
        client_id=client["client_id"],
        sealed_secret=seal_secret(client["client_secret"]),
    )


if __name__ == "__main__":
    main()
