"""`revoke`: end credentials from the command line, by whose or by what they are (contract: The one switch)."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import ApiKey, Session, User
from accounts.services.api_keys import revoke_keys
from accounts.services.credentials import not_me, revoke_credentials
from accounts.services.sign_out import end_session_by_sid
from oauth_server.protocol.models import Application
from oauth_server.protocol.services.grant_revocation import revoke_client_tokens, revoke_grant, revoke_grants_of_user


class Command(BaseCommand):
    """End credentials. Example: manage.py revoke --user alice --client CLIENT_ID --json"""

    help = (
        "End every credential of a user, the tokens of a client, what a user allowed a client (both named), one grant, "
        "one sign-in, or one API key. Example: manage.py revoke --user alice --client CLIENT_ID --json"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to end, and --json."""
        parser.add_argument("--user", help="user name")
        parser.add_argument("--not-me", action="store_true", help="with --user: somebody else acted as this person")
        parser.add_argument("--client", help="client identifier")
        parser.add_argument("--grant", type=int, help="number of a grant")
        parser.add_argument("--session", type=UUID, help="sid of a sign-in")
        parser.add_argument("--key", type=int, help="number of an API key, a person's or a service's")
        parser.add_argument("--json", action="store_true", help="print what was ended as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """End what was named; fail where nothing has that name."""
        ended = _end(options)
        if options["json"]:
            self.stdout.write(json.dumps({"ended": ended}))
            return
        for kind, number in ended.items():
            self.stdout.write(f"{kind}: {number}")


def _end(options: dict[str, Any]) -> dict[str, int]:
    named = {name: options[name] for name in ("user", "client", "grant", "session", "key") if options[name] is not None}
    if options["not_me"] and set(named) != {"user"}:
        raise CommandError("--not-me goes with --user alone.")
    match named:
        case {"user": user, "client": client, **others} if not others:
            return {"grants": revoke_grants_of_user(user=_user(user), application=_application(client))}
        case {"user": user, **others} if not others:
            return _end_user(_user(user), revoke=not_me if options["not_me"] else revoke_credentials)
        case {"client": client, **others} if not others:
            return {"grants and tokens": revoke_client_tokens(application=_application(client))}
        case {"grant": grant, **others} if not others:
            return {"grants": revoke_grant(grant_id=grant)}
        case {"session": sid, **others} if not others:
            return {"sign-ins": _end_session(sid)}
        case {"key": key, **others} if not others:
            return {"keys": revoke_keys(keys=ApiKey.objects.filter(pk=key), by=None)}
    raise CommandError("Name a user, a client, both, a grant, a session or a key.")


@transaction.atomic
def _end_user(user: User, *, revoke: Callable[..., None]) -> dict[str, int]:
    """The epoch is raised first: from then on the rest is tidying."""
    sign_ins = Session.objects.filter(user=user, ended_at=None).count()
    keys = ApiKey.objects.filter(user=user, revoked_at=None).count()
    revoke(user=user, by=None)
    return {"sign-ins": sign_ins, "keys": keys, "grants": revoke_grants_of_user(user=user)}


def _end_session(sid: UUID) -> int:
    if not end_session_by_sid(sid=str(sid), reason="revoked"):
        raise CommandError(f"There is no sign-in {sid}, or it has ended.")
    return 1


def _user(username: str) -> User:
    try:
        return User.objects.get_by_natural_key(username)
    except User.DoesNotExist as missing:
        raise CommandError(f"There is no user {username}.") from missing


def _application(client_id: str) -> Application:
    try:
        return Application.objects.get_by_natural_key(client_id)
    except Application.DoesNotExist as missing:
        raise CommandError(f"There is no client {client_id}.") from missing
