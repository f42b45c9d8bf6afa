"""`cleartokens`: the toolkit's command by our own rules; its own would delete families that live."""

from typing import Any

from django.core.management.base import BaseCommand

from oauth_server.protocol.services.purge import purge


class Command(BaseCommand):
    """Delete expired tokens, codes and requests. Example: manage.py cleartokens"""

    help = "Delete expired tokens, codes and authorization requests, in batches. Example: manage.py cleartokens"

    def handle(self, *args: Any, **options: Any) -> None:
        """Purge, and say how many rows of each kind went."""
        for kind, rows in purge().items():
            self.stdout.write(f"{kind}: {rows}")
