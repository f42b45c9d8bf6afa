"""`drf_create_token USER [-r]`: Django REST framework's command, for tokens that are stored as digests."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.tokens import drf_token


class Command(BaseCommand):
    """Print the token of a user. Example: manage.py drf_create_token alice"""

    help = "Print the DRF token of a user. Example: manage.py drf_create_token alice"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the user name, and -r for a new token in place of the old one."""
        parser.add_argument("username")
        parser.add_argument("-r", "--reset", action="store_true", help="end the token there is and make another")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the line that scripts read."""
        try:
            user = User.objects.get_by_natural_key(options["username"])
        except User.DoesNotExist as missing:
            raise CommandError(f"There is no user {options['username']}.") from missing
        key = drf_token.issue(user, renew=options["reset"])
        self.stdout.write(f"Generated token {key} for user {user.username}")
