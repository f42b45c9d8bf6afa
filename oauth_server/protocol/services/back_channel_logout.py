"""Whom to tell that a sign-in ended (OpenID Connect Back-Channel Logout sections 2.2 and 2.7)."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from oauth_server.protocol.models import Application, Grant, LogoutDelivery
from oauth_server.protocol.tokens.subject import sid_for, subject_for

PATIENCE: Final = timedelta(hours=24)
"""How long a client is told."""


def tell_of_end(session: Any) -> None:
    """Note, in the caller's transaction, each client that got something under this sign-in and wants to hear of its
    end; the worker tells them. Spent codes count, and grants that have ended, or that go on, too: the client may keep
    the person signed in because of them.

    The subject and `sid` that the client knows are taken now: the person may be deleted in this very transaction.
    """
    issued = Grant.objects.filter(
        user_id=session.user_id, sid=session.sid, application=OuterRef("pk"), consumed_at__isnull=False
    )
    clients = Application.objects.filter(Exists(issued), enabled=True).exclude(backchannel_logout_uri="")
    now = timezone.now()
    LogoutDelivery.objects.bulk_create(
        LogoutDelivery(
            application=client,
            subject=subject_for(session.user, client),
            sid=UUID(sid_for(session.sid, session.user, client)),
            next_attempt=now,
            expires=now + PATIENCE,
        )
        for client in clients.only("pk", "subject_type", "sector")
    )
