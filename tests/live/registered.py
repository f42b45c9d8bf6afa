"""Clients of a test, registered at a running server beside the demo's, as an administrator registers them."""

import json
import subprocess
import sys
from typing import Any

import django

from tests.live.server import ROOT, LiveServer
from tests.pictures import png


def register(live: LiveServer, *registrations: dict[str, Any]) -> list[dict[str, Any]]:
    """Register clients by the fields of `Registration`; return them as the demo's clients are told.

    `metadata` names further columns of a row; `client_id` is made unless it is given; `owner` is the username of the
    person whose application it is, `logo` the colour of its picture as six digits.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tests.live.registered"], input=json.dumps(registrations),
        cwd=ROOT, env=live.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def initial_access_token(live: LiveServer, *, uses: int) -> str:
    """Return an initial access token, made as an operator makes one."""
    done = subprocess.run(
        [sys.executable, "manage.py", "initial_access_token", "A test", "--uses", str(uses)],
        cwd=ROOT, env=live.environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


def main() -> None:
    """Register what stdin names, in the server's own environment."""
    django.setup()
    from accounts.models import User  # noqa: PLC0415 - needs settings
    from oauth_server.protocol.services import client_logos  # noqa: PLC0415 - needs settings
    from oauth_server.protocol.services.clients import Registration, register_client  # noqa: PLC0415 - needs settings

    told = []
    for fields in json.load(sys.stdin):
        client_id, logo = fields.pop("client_id", ""), fields.pop("logo", "")
        if owner := fields.pop("owner", ""):
            fields["metadata"] = {**fields.get("metadata", {}), "user": User.objects.get(username=owner)}
        client, secret = register_client(Registration(**fields), client_id=client_id)
        if logo:
            client_logos.keep(client, png(*bytes.fromhex(logo)))
        told.append(
            {
                "name": client.name,
                "client_id": client.client_id,
                "client_secret": secret,
                "redirect_uris": client.redirect_uris.split(),
                "post_logout_redirect_uris": client.post_logout_redirect_uris.split(),
            }
        )
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
