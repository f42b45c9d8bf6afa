"""`audit [--json]`: does the chain over the audit trail hold; ends with 1 where it does not (ASVS 5.0 16.4.2)."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from accounts.audit.chain import verify


class Command(BaseCommand):
    """Walk along the chain over the audit trail. Example: manage.py audit --json"""

    help = "Check every event of the audit trail against the hash chain over it. Example: manage.py audit --json"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --json."""
        parser.add_argument("--json", action="store_true", help="print the result as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was covered, the newest digest and what is broken."""
        verdict = verify()
        if options["json"]:
            self.stdout.write(json.dumps(asdict(verdict)))
        else:
            self.stdout.write(
                f"{verdict.events} events under {verdict.links} links, the newest {verdict.head or 'none'}"
            )
            for broken in verdict.broken:
                self.stdout.write(broken)
        if verdict.broken:
            sys.exit(1)
