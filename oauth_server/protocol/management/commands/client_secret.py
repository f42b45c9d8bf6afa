"""`client_secret CLIENT_ID`: a new secret, for a while beside the one before (RFC 6749 section 2.3.1)."""

import json
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from oauth_server.protocol.models import Application
from oauth_server.protocol.services.client_secrets import LONGEST_OVERLAP, NoSecret, end_older_secret, rotate_secret


class Command(BaseCommand):
    """Give a client a new secret. Example: manage.py client_secret CLIENT_ID --overlap 7"""

    help = (
        "Give a client a new secret and print it this once, or end the one before. "
        "Example: manage.py client_secret CLIENT_ID --overlap 7"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the client, and how long which secret counts."""
        parser.add_argument("client_id", metavar="CLIENT_ID", help="whose secret")
        parser.add_argument(
            "--overlap",
            type=int,
            default=0,
            metavar="DAYS",
            help=f"the one before counts for so long, {LONGEST_OVERLAP.days} at most",
        )
        parser.add_argument("--days", type=int, help="until the new one ends (default: never)")
        parser.add_argument("--end-older", action="store_true", help="make none; end the one before at once")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the secret, or end the one before."""
        client_id: str = options["client_id"]
        if not Application.objects.filter(client_id=client_id).exists():
            raise CommandError(f"There is no client {client_id}.")
        if options["end_older"]:
            ended = end_older_secret(client_id=client_id)
            self._print({"client_id": client_id, "ended": ended}, "ended" if ended else "there was none", options)
            return
        try:
            ends = None if options["days"] is None else timezone.now() + timedelta(days=options["days"])
            secret = rotate_secret(client_id=client_id, overlap=timedelta(days=options["overlap"]), expires=ends)
        except (NoSecret, ValueError, OverflowError) as refused:
            raise CommandError(str(refused)) from refused
        answer = {"client_id": client_id, "client_secret": secret, "expires": ends.isoformat() if ends else None}
        self._print(answer, secret, options)

    def _print(self, answer: dict[str, Any], plain: str, options: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(answer) if options["json"] else plain)
