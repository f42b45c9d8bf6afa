"""`rotate_signing_key`: make the next signing key, or withdraw a compromised one (contract: Commands)."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from oauth_server.protocol.keys.port import NoNewKey
from oauth_server.protocol.keys.rotation import revoke, rotate, state_of
from oauth_server.protocol.models import SigningKey
from oauth_server.vocabulary import SigningAlgorithm

AT_ONCE = (
    "It signs from now on: a client that keeps the key set does not know it, and refuses what it signs, "
    "until it asks again."
)


class Command(BaseCommand):
    """Make the next key of each algorithm. Example: manage.py rotate_signing_key --algorithm ES256"""

    help = (
        "Make the next signing key of each algorithm, published before it signs; or withdraw a compromised key. "
        "Example: manage.py rotate_signing_key --algorithm ES256"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --algorithm, --now, --revoke and --json."""
        names = [str(algorithm) for algorithm in SigningAlgorithm]
        parser.add_argument("--algorithm", action="append", choices=names, help="only this one; may be given again")
        either = parser.add_mutually_exclusive_group()
        either.add_argument("--now", action="store_true", help="sign by the new key at once; clients that cache fail")
        either.add_argument(
            "--revoke", metavar="KID", help="withdraw this key now (with `=`: it may begin with a hyphen)"
        )
        parser.add_argument("--json", action="store_true", help="print every key that is not withdrawn as one object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate or revoke, and say where each key stands."""
        if options["revoke"] and options["algorithm"]:
            raise CommandError("--revoke names one key; leave --algorithm out.")
        try:
            told = self._revoke(options["revoke"]) if options["revoke"] else self._rotate(options)
        except NoNewKey as reason:
            raise CommandError(str(reason)) from None
        rows, now = SigningKey.objects.filter(withdrawn_at=None).order_by("algorithm", "not_before"), timezone.now()
        keys = [{"kid": row.kid, "algorithm": row.algorithm, "state": str(state_of(row, now)),
                 "signs_from": row.not_before.isoformat(),
                 "signs_until": row.retired_at and row.retired_at.isoformat()} for row in rows]  # fmt: skip
        if options["json"]:
            self.stdout.write(json.dumps({"told": told, "keys": keys}))
            return
        for line in told:
            self.stdout.write(line)
        for key in keys:
            self.stdout.write(f"{key['algorithm']} {key['kid']}: {key['state']}, signs from {key['signs_from']}")

    def _rotate(self, options: dict[str, Any]) -> list[str]:
        algorithms = [SigningAlgorithm(name) for name in options["algorithm"] or SigningAlgorithm]
        made = [rotate(algorithm, at_once=options["now"]) for algorithm in algorithms]
        return [f"{row.algorithm}: the next key is {row.kid}." for row in made] + [AT_ONCE] * bool(options["now"])

    def _revoke(self, kid: str) -> list[str]:
        try:
            following = revoke(kid)
        except SigningKey.DoesNotExist:
            raise CommandError("There is no such key; the administration lists them.") from None
        told = [f"{kid} is withdrawn: what it signed is refused from the next request on."]
        return told if following is None else [*told, f"{following.kid} signs in its place. {AT_ONCE}"]
