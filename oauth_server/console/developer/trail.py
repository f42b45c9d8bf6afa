"""What the audit trail says of an application's credentials: when the secret was made, when it last got a token."""

from datetime import datetime

from django.db.models import Max, Q

from accounts.audit.record import AuditEventName
from accounts.models import AuditEvent
from oauth_server.protocol.models import Application

MADE = (AuditEventName.CLIENT_SECRET_RENEWED, AuditEventName.CLIENT_REGISTERED)
USED = (AuditEventName.TOKENS_ISSUED, AuditEventName.TOKENS_REFRESHED)


def times_of(application: Application) -> dict[str, datetime | None]:
    """Return `made` and `used`; None where the trail does not reach so far back."""
    mine = AuditEvent.objects.filter(client=application.client_id[:100])
    return mine.order_by().aggregate(made=Max("at", filter=Q(event__in=MADE)), used=Max("at", filter=Q(event__in=USED)))
