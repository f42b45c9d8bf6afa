"""Telling clients that a sign-in ended, until they heard it (OpenID Connect Back-Channel Logout section 2.5)."""

from collections.abc import Sequence
from datetime import timedelta
from time import monotonic
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.audit.record import AuditEventName, record
from oauth_server.protocol.fetching import FetchRefused, post_form
from oauth_server.protocol.models import Application, LogoutDelivery
from oauth_server.protocol.tokens import logout_token
from oauth_server.vocabulary import SigningAlgorithm

LEASE: Final = timedelta(minutes=1)
"""Longer than any delivery takes; what a worker held that died is taken up again after it."""
SECONDS_AT_ONE_CLIENT: Final = 5.0
PAUSES: Final = (
    *(timedelta(seconds=5), timedelta(seconds=30)),
    *(timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=30)),
    *(timedelta(hours=1), timedelta(hours=2)),
)
"""Between two attempts; the last one again and again."""
HEARD: Final = frozenset({200, 204})
"""Section 2.8: 200, and 204 for frameworks that answer an empty body so."""


def lease() -> list[LogoutDelivery]:
    """Return the deliveries that are due next, all of one client, which nobody else makes meanwhile."""
    now = timezone.now()
    return LogoutDelivery.objects.lease(now=now, until=now + LEASE)


def deliver(leased: Sequence[LogoutDelivery]) -> None:
    """Tell one client of one end after another. One that does not answer is left alone for a while, one that refuses a
    token gets the others."""
    last = monotonic() + SECONDS_AT_ONE_CLIENT
    until = timezone.now()
    for delivery in leased:
        answer, is_there = tell(delivery.application, subject=delivery.subject, sid=delivery.sid)
        now = timezone.now()
        if answer in map(str, HEARD):
            LogoutDelivery.objects.filter(pk=delivery.pk).update(
                attempts=delivery.attempts + 1, last_answer=answer, delivered_at=now
            )
            continue
        _failed(delivery, answer)
        if not is_there:
            until = now + _pause(delivery)
        if not is_there or monotonic() > last:
            break
    LogoutDelivery.objects.release(leased, until=until)


def deliver_due() -> int:
    """Make every delivery that is due now, here; return how many clients were visited."""
    visits = 0
    while leased := lease():
        deliver(leased)
        visits += 1
    return visits


def tell(client: Application, *, subject: str, sid: UUID | None) -> tuple[str, bool]:
    """Post a new logout token to a client; return what it answered in a word for whoever runs it, and whether it is
    there to answer at all. Never to be called inside a transaction."""
    token = logout_token.issue(
        subject=subject,
        client_id=client.client_id,
        sid=sid,
        algorithm=SigningAlgorithm(client.id_token_signed_response_alg or SigningAlgorithm.RS256),
        now=timezone.now(),
    )
    try:
        status = post_form(client.backchannel_logout_uri, {"logout_token": token})
    except FetchRefused as refusal:
        return str(refusal), False
    return str(status), status < 500


@transaction.atomic
def _failed(delivery: LogoutDelivery, answer: str) -> None:
    """Note a failed attempt: the next one after a longer pause, or none any more, which the trail keeps."""
    now = timezone.now()
    following = now + _pause(delivery)
    over = following >= delivery.expires
    LogoutDelivery.objects.filter(pk=delivery.pk).update(
        attempts=delivery.attempts + 1,
        last_answer=answer[:64],
        next_attempt=following,
        given_up_at=now if over else None,
    )
    if over:
        told = {"delivery": delivery.pk, "attempts": delivery.attempts + 1}
        client = delivery.application.client_id
        record(AuditEventName.LOGOUT_NOT_DELIVERED, person=None, client=client, detail=told)


def _pause(delivery: LogoutDelivery) -> timedelta:
    return PAUSES[min(delivery.attempts, len(PAUSES) - 1)]
