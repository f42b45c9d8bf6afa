"""`initial_access_token LABEL`: let somebody register clients (RFC 7591 section 3)."""

import json
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from oauth_server.protocol.services.initial_access import LIFETIME, make_initial_access_token
from oauth_server.vocabulary import SCOPES, ClientPreset


class Command(BaseCommand):
    """Make an initial access token and print it. Example: manage.py initial_access_token "Billing team" --preset web"""

    help = (
        "Make an initial access token and print it, this once. "
        'Example: manage.py initial_access_token "Billing team" --uses 3 --preset web'
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the label and the limits."""
        parser.add_argument("label", help="who gets it, or what for")
        parser.add_argument("--uses", type=int, default=1, help="how many clients it registers (default 1)")
        parser.add_argument("--days", type=int, default=LIFETIME.days, help=f"how long it is good ({LIFETIME.days})")
        parser.add_argument("--preset", default="", choices=["", *ClientPreset], help="the preset of its clients")
        parser.add_argument("--scope", nargs="*", default=[], choices=list(SCOPES), help="the most its clients may get")
        parser.add_argument("--pkce-exempt", action="store_true", help="its confidential clients may leave PKCE out")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it."""
        if options["uses"] < 1 or options["days"] < 1:
            raise CommandError("--uses and --days are at least 1.")
        try:
            token, value = make_initial_access_token(
                label=options["label"],
                uses=options["uses"],
                lifetime=timedelta(days=options["days"]),
                scopes=tuple(options["scope"]),
                preset=options["preset"],
                pkce_exempt=options["pkce_exempt"],
            )
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from None
        answer = {"label": token.label, "initial_access_token": value, "expires": token.expires.isoformat()}
        self.stdout.write(json.dumps(answer) if options["json"] else value)
