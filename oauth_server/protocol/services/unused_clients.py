"""Clients that came by themselves and that nobody has used go again (contract: Registration)."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from oauth_server.protocol.models import Application, Consent, Grant

RETENTION: Final = timedelta(days=1)
"""How long after its end a metadata document's client stays, though nobody has used it."""
MOST: Final = 1000
"""Clients of one kind that nobody has used yet: more are not taken until `purge` has run."""
BATCH: Final = 1000


def delete_unused(*, now: datetime) -> int:
    """Delete clients of open registration that nobody used within their time, and clients whose metadata document is
    long out of date; return how many. Whoever was used once is never asked again, or, with a document, stays as long
    as somebody's consent or grant does."""
    documents = Q(registration_source=Application.RegistrationSource.CIMD, cimd_expires_at__lt=now - RETENTION)
    over = Application.objects.filter(Q(unused_until__lt=now) | documents)
    over.exclude(pk__in=unused(over)).exclude(unused_until=None).update(unused_until=None)
    deleted = 0
    while keys := list(unused(over).values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            locked = Application.objects.select_for_update().filter(pk__in=keys).values_list("pk", flat=True)
            gone = list(unused(over.filter(pk__in=list(locked))))
            Application.objects.filter(pk__in=[client.pk for client in gone]).delete()
        deleted += len(gone)
        if len(keys) < BATCH:
            break
    return deleted


def are_too_many(clients: QuerySet[Application]) -> bool:
    """Return whether of these clients so many are unused that no more of their kind are taken."""
    return unused(clients).count() >= MOST


def unused(clients: QuerySet[Application]) -> QuerySet[Application]:
    """Return those that nobody has allowed anything, as far as rows still say."""
    own = {"application": OuterRef("pk")}
    return clients.filter(~Exists(Grant.objects.filter(**own)), ~Exists(Consent.objects.filter(**own)))
