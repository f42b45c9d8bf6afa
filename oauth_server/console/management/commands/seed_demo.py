"""`seed_demo [--json] [--force]`: the demo's people and clients (contract: Commands)."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from oauth_server.console.demo_data import seed
from oauth_server.console.demo_file import demo_file


class Command(BaseCommand):
    """Make the demo's people and clients where they are missing. Example: manage.py seed_demo --json"""

    help = "Make the demo's people and clients where they are missing. Example: manage.py seed_demo --json"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --json and --force."""
        parser.add_argument("--json", action="store_true", help="print the data, secrets included, as one JSON object")
        parser.add_argument("--force", action="store_true", help="do it where DEMO is off, too")

    def handle(self, *args: Any, **options: Any) -> None:
        """Seed; refuse where this is no demo."""
        if not (settings.DEMO or options["force"]):
            raise CommandError("DEMO is off: demo accounts do not belong here (--force makes them all the same).")
        content = seed()
        if options["json"]:
            self.stdout.write(json.dumps(content, indent=2))
        else:
            people, clients = len(content["users"]), len(content["clients"])
            self.stdout.write(f"{people} people and {clients} clients; passwords and secrets are in {demo_file()}.")
