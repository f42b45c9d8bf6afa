"""Which applications can read what a profile holds: those whose access stands, by scope."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from oauth_server.protocol.models import Grant
from oauth_server.vocabulary import Scope

READ_BY = (Scope.PROFILE, Scope.PHONE, Scope.ADDRESS)


def readers(user: Any) -> dict[Scope, list[str]]:
    """Return the names of the applications that can read each part today, in the order of the alphabet; one statement.

    A grant counts while it stands: not revoked, not over, of the epoch of the account, and online only while its
    sign-in is open.
    """
    standing = Grant.objects.filter(
        Q(offline=True) | Q(session__isnull=False, session__ended_at=None),
        user_id=user.pk,
        credential_epoch=user.credential_epoch,
        consumed_at__isnull=False,
        revoked_at=None,
        expires__gt=timezone.now(),
        application__enabled=True,
        actor_grant=None,
    )
    rows = standing.values_list("application_id", "application__name", "scope").distinct()
    named: dict[Scope, dict[int, str]] = {scope: {} for scope in READ_BY}
    for application, name, scope in rows:
        for part in READ_BY:
            if part in scope.split():
                named[part][application] = name
    return {part: sorted(names.values(), key=str.casefold) for part, names in named.items()}
