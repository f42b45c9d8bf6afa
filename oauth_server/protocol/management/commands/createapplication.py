"""`manage.py createapplication`: the toolkit's command, which shows no secret of a client that has none."""

from typing import Any

from oauth2_provider.generators import generate_client_secret
from oauth2_provider.management.commands import createapplication

from oauth_server.protocol.models import Application


class Command(createapplication.Command):
    """A public client proves itself by nothing, so that no secret of it is kept, and none is to be shown."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Register the client, and print the secret that was made for it, where it is to have one."""
        if options["client_type"] == Application.CLIENT_PUBLIC:
            options["client_secret"] = generate_client_secret()  # the toolkit prints none that it was given
        super().handle(*args, **options)
