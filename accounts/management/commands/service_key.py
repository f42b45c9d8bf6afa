"""`service_key NAME --scope SCOPE`, `--list`, `--revoke ID`: keys behind which no person stands."""

import json
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import ApiKey
from accounts.services.api_keys import GRANTABLE, LIFETIME, KeyRefused, create_service_key, revoke_keys


class Command(BaseCommand):
    """Make, list or end service keys. Example: manage.py service_key "Nightly report" --scope reports:read --days 30"""

    help = (
        "Make a service key and print it this once, list those that are good, or end one. "
        'Example: manage.py service_key "Nightly report" --scope reports:read --days 30'
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a name with scopes, or what to do with the keys there are."""
        parser.add_argument("name", nargs="?", help="what the key is for")
        parser.add_argument(
            "--scope",
            action="append",
            default=[],
            choices=[str(scope) for scope in GRANTABLE],
            help="what it may do; may be given again",
        )
        parser.add_argument("--days", type=int, default=LIFETIME.days, help=f"until it ends (default: {LIFETIME.days})")
        parser.add_argument("--list", action="store_true", help="print the service keys that are good")
        parser.add_argument("--revoke", type=int, metavar="ID", help="end this one")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the one thing that was asked for."""
        answer: dict[str, Any]
        match options:
            case {"name": str(name), "list": False, "revoke": None}:
                answer = _create(name, options["scope"], options["days"])
            case {"name": None, "list": True, "revoke": None}:
                answer = {"keys": [_row(key) for key in _good_keys()]}
            case {"name": None, "list": False, "revoke": int(key_id)}:
                answer = _revoke(key_id)
            case _:
                raise CommandError("Name a new key, or give --list, or --revoke ID.")
        self._print(answer, as_json=options["json"])

    def _print(self, answer: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(answer))
            return
        for row in answer.get("keys", [answer]):
            self.stdout.write("  ".join(f"{name}: {value}" for name, value in row.items()))


def _create(name: str, scopes: list[str], days: int) -> dict[str, Any]:
    if not 0 < len(name) <= (ApiKey._meta.get_field("name").max_length or 0):
        raise CommandError("The name is empty or too long.")
    try:
        row, key = create_service_key(name=name, scopes=scopes, by=None, expires=timezone.now() + timedelta(days=days))
    except (KeyRefused, OverflowError) as refused:
        raise CommandError(str(refused)) from refused
    return {**_row(row), "key": key}


def _revoke(key_id: int) -> dict[str, Any]:
    revoked = revoke_keys(keys=ApiKey.objects.filter(pk=key_id, user=None), by=None)
    if not revoked:
        raise CommandError(f"There is no service key {key_id}, or it has ended.")
    return {"revoked": revoked}


def _good_keys() -> list[ApiKey]:
    return list(ApiKey.objects.filter(user=None, revoked_at=None, expires__gt=timezone.now()))


def _row(key: ApiKey) -> dict[str, Any]:
    return {
        "id": key.pk,
        "name": key.name,
        "hint": key.hint,
        "scopes": key.scopes,
        "expires": key.expires.isoformat(),
        "last_used": key.last_used.isoformat() if key.last_used else None,
    }
