"""`policy matrix [--json | --markdown]`: who may do what, as the guard reads it."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from resources.explain.matrix import as_markdown, as_text, matrix


class Command(BaseCommand):
    """Print the policy. Example: manage.py policy matrix --markdown"""

    help = (
        "Print the whole policy table: each address and method, who may, the scope, the credentials that count, and "
        "what more is asked. Example: manage.py policy matrix --markdown"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to print, and the form."""
        parser.add_argument("what", choices=["matrix"], help="the table")
        form = parser.add_mutually_exclusive_group()
        form.add_argument(
            "--json",
            action="store_true",
            help="print a JSON array, an object a line, with the members of x-policy in the API's description",
        )
        form.add_argument("--markdown", action="store_true", help="print a Markdown table")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the table."""
        if options["json"]:
            self.stdout.write(json.dumps(matrix()))
        else:
            self.stdout.write(as_markdown() if options["markdown"] else as_text())
