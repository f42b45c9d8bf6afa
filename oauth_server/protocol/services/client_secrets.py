"""Secrets of a client: a new one, for a while beside the one before (RFC 6749 section 2.3.1, OWASP ASVS 5.0 13.3.4)."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from oauth2_provider.generators import generate_client_secret

from accounts.audit.record import AuditEventName, record
from oauth_server.protocol.models import Application
from oauth_server.protocol.models.application import SECRET_METHODS

NO_OVERLAP: Final = timedelta(0)
LONGEST_OVERLAP: Final = timedelta(days=90)


class NoSecret(ValueError):
    """The client proves itself by something else than a secret, or not at all."""


@transaction.atomic
def rotate_secret(
    *, client_id: str, overlap: timedelta = NO_OVERLAP, expires: datetime | None = None, by: Any = None
) -> str:
    """Return a new secret of a client, which ends at `expires` (None: never); only its digest is kept.

    The one before counts for `overlap` more, at most 90 days and never beyond its own end, so that the client's nodes
    may change over one by one. One older still is refused at once: no more than two count. `by`: who does it, None
    for a command. Raises Application.DoesNotExist, NoSecret, and ValueError for an overlap or an end without sense.
    """
    now = timezone.now()
    if not NO_OVERLAP <= overlap <= LONGEST_OVERLAP or (expires is not None and expires <= now):
        raise ValueError("A secret ends in the future, and the one before it within 90 days.")
    application = Application.objects.select_for_update().get(client_id=client_id)
    if application.token_endpoint_auth_method not in SECRET_METHODS:
        raise NoSecret(f"The client is registered for {application.token_endpoint_auth_method}.")
    ends = min(now + overlap, application.secret_expires or now + overlap)
    application.older_secret = application.client_secret if ends > now else ""
    application.older_secret_expires = ends if ends > now else None
    application.client_secret = secret = generate_client_secret()
    application.secret_expires = expires
    columns = ["client_secret", "secret_expires", "older_secret", "older_secret_expires", "updated"]
    application.save(update_fields=columns)
    detail = {"overlap": int(overlap.total_seconds())}
    record(AuditEventName.CLIENT_SECRET_RENEWED, person=None, actor=by, client=client_id, detail=detail)
    return str(secret)


@transaction.atomic
def end_older_secret(*, client_id: str, by: Any = None) -> bool:
    """Refuse the secret before the present one from now on; return whether there was one."""
    holders = Application.objects.filter(client_id=client_id).exclude(older_secret="")
    ended = holders.update(older_secret="", older_secret_expires=None, updated=timezone.now()) > 0
    if ended:
        record(AuditEventName.CLIENT_OLDER_SECRET_ENDED, person=None, actor=by, client=client_id)
    return ended
