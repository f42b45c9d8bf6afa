"""`doctor [--json]`: is this installation fit to serve; ends with 1 where it is not."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from oauth_server.console.diagnosis import diagnose


class Command(BaseCommand):
    """Look at secrets, issuer, database, cache, signing key, mail and audit trail. Example: manage.py doctor --json"""

    help = (
        "Look at secrets, issuer, database, cache, signing key, mail and audit trail. Example: manage.py doctor --json"
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --json."""
        parser.add_argument("--json", action="store_true", help="print the findings as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line a subject; end with 1 where one is not well."""
        findings = diagnose()
        well = not any(finding.problem for finding in findings)
        if options["json"]:
            found = [{"subject": finding.subject, "problem": finding.problem or None} for finding in findings]
            self.stdout.write(json.dumps({"well": well, "findings": found}))
        else:
            for finding in findings:
                self.stdout.write(f"{finding.subject}: {finding.problem or 'well'}")
        if not well:
            sys.exit(1)
