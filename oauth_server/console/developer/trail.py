"""What the audit trail says of an application's credentials: when the secret was made, when it last got a token."""

from datetime import datetime
from typing import Final

from django.db.models import Max, Q

from accounts.audit.record import AuditEventName
from accounts.models import AuditEvent
from oauth_server.protocol.models import Application

LOOKED_AT: Final = 1000
"""Of the newest events: an application that gets tokens all day has millions."""
MADE: Final = (AuditEventName.CLIENT_SECRET_RENEWED, AuditEventName.CLIENT_REGISTERED)
USED: Final = (AuditEventName.TOKENS_ISSUED, AuditEventName.TOKENS_REFRESHED)


def times_of(application: Application) -> dict[str, datetime | None]:
    """Return `made` and `used`; None where the trail does not reach so far back."""
    newest = AuditEvent.objects.filter(client=application.client_id[:100]).order_by("-id").values("pk")[:LOOKED_AT]
    mine = AuditEvent.objects.filter(pk__in=newest)
    return mine.order_by().aggregate(made=Max("at", filter=Q(event__in=MADE)), used=Max("at", filter=Q(event__in=USED)))
