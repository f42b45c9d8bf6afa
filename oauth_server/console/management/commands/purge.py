"""`purge [--json]`: delete what has expired (contract: Commands)."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from oauth_server.console.expired_rows import purge_expired_rows


class Command(BaseCommand):
    """Delete expired rows, in batches. Example: manage.py purge --json"""

    help = "Delete expired codes, tokens, requests and sessions, in batches. Example: manage.py purge --json"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --json."""
        parser.add_argument("--json", action="store_true", help="print the number of rows by kind as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Purge, and say what went."""
        deleted = purge_expired_rows()
        if options["json"]:
            self.stdout.write(json.dumps(deleted))
            return
        for kind, rows in deleted.items():
            self.stdout.write(f"{kind}: {rows}")
